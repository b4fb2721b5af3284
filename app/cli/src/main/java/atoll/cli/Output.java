package atoll.cli;

import atoll.dms.api.ApiJson;
import atoll.kernel.json.CanonicalJson;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** Where a command's words go: results to standard output, everything else to standard error. */
public final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final Paint outPaint;
  private final Paint errPaint;

  Output(PrintStream out, PrintStream err, boolean json, Paint outPaint, Paint errPaint) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.outPaint = outPaint;
    this.errPaint = errPaint;
  }

  /** Whether results are JSON. */
  public boolean json() {
    return json;
  }

  /** Colours of results. */
  public Paint paint() {
    return outPaint;
  }

  /** Colours of what goes to standard error. */
  public Paint errPaint() {
    return errPaint;
  }

  /** A line of the result. */
  public void line(String text) {
    out.println(Safe.text(text));
    out.flush();
  }

  public void table(Table table) {
    table.lines(outPaint).forEach(this::line);
  }

  /** A JSON document on a line of its own. */
  public void document(Consumer<CanonicalJson> members) {
    var json = new CanonicalJson();
    members.accept(json);
    raw(json.toString());
  }

  /** A document as the node's own {@code /v1} would write it. */
  public void document(Record document) {
    raw(ApiJson.write(document));
  }

  /** A line of the result that is already what it should be. */
  public void raw(String line) {
    out.println(line);
    out.flush();
  }

  /** Bytes of the result, as they are: a workload's output. */
  public void bytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** Bytes of a workload's standard error. */
  public void errorBytes(byte[] bytes) {
    err.write(bytes, 0, bytes.length);
    err.flush();
  }

  /** A line for the person: progress, advice. */
  public void say(String text) {
    err.println(Safe.text(text));
    err.flush();
  }

  public void say(List<String> lines) {
    lines.forEach(this::say);
  }

  /** What to type next; said only to people. */
  public void next(String advice) {
    if (!json) say(errPaint.faint(advice));
  }
}
