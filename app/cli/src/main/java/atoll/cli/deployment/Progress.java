package atoll.cli.deployment;

import atoll.cli.CliEnvironment;
import atoll.cli.Output;
import atoll.dms.api.EventDocument;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells what happens while a person waits, on standard error: on a terminal what passes is said on
 * one line that changes, elsewhere each event is a line. Any thread may use it, so that output of
 * workloads never lands on the changing line.
 */
final class Progress {
  private static final String ERASE = "\r\u001b[K";

  private final Output output;
  private final java.io.PrintStream err;
  private final boolean live;
  private final boolean quiet;
  private final int width;
  private final Map<Class<?>, String> said = new HashMap<>();
  private boolean passing;

  Progress(Output output, CliEnvironment environment, boolean quiet) {
    this.output = output;
    this.err = environment.err();
    this.live = environment.errTerminal() && output.errPaint().on();
    this.quiet = quiet;
    this.width = Math.max(20, environment.width());
  }

  synchronized void tell(EventDocument event) {
    if (quiet) return;
    var line = EventLine.of(event, output.errPaint());
    // Each round of bids says the same while there is no room.
    if (line.equals(said.put(event.getClass(), line)) && EventLine.repeats(event)) return;
    if (live && EventLine.passing(event)) {
      var plain = EventLine.of(event, new atoll.cli.Paint(false));
      err.print(ERASE + (plain.length() < width ? line : plain.substring(0, width - 1)));
      err.flush();
      passing = true;
    } else {
      clear();
      output.say(line);
    }
  }

  synchronized void say(String line) {
    if (quiet) return;
    clear();
    output.say(line);
  }

  /** Bytes of a workload, to where they belong. */
  synchronized void output(boolean toErr, byte[] bytes) {
    clear();
    if (toErr) output.errorBytes(bytes);
    else output.bytes(bytes);
  }

  /** A line of JSON among others from other threads. */
  synchronized void raw(String line) {
    output.raw(line);
  }

  synchronized void clear() {
    if (!passing) return;
    err.print(ERASE);
    err.flush();
    passing = false;
  }
}
