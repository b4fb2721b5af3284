package atoll.cli.deployment;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.Output;
import atoll.dms.api.ApiJson;
import atoll.dms.api.AtollApi;
import atoll.dms.api.LogEnd;
import atoll.dms.api.LogRequest;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an allocation has written: its standard output to ours, its standard error to ours. */
@Command(name = "logs", description = "Show what an allocation writes.")
public final class LogsCommand implements java.util.concurrent.Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      paramLabel = "NAME",
      description =
          "<node>.<allocation>, of the deployment that runs it; or <id>:<node>.<allocation>.")
  String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until it ends.")
  boolean follow;

  @Option(
      names = {"-o", "--stdout"},
      description = "Its standard output only.")
  boolean stdout;

  @Option(
      names = {"-e", "--stderr"},
      description = "Its standard error only.")
  boolean stderr;

  @Option(
      names = {"-s", "--since-offset"},
      paramLabel = "BYTES",
      description = "Begin at this byte of one output.")
  long since;

  public LogsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (since < 0) throw CommandRefused.wrongUse("--since-offset is negative: " + since + ".", "");
    if (since > 0 && stdout == stderr)
      throw CommandRefused.wrongUse(
          "--since-offset counts the bytes of one output.", "Say which: --stdout or --stderr.");
    try (var api = invocation.connect()) {
      var found = Finding.allocation(api, name);
      return read(api, found);
    }
  }

  private int read(AtollApi api, Finding.Allocation found) throws InterruptedException {
    var output = invocation.output();
    var wanted = new ArrayList<LogRequest.Stream>();
    if (stdout || !stderr) wanted.add(LogRequest.Stream.STDOUT);
    if (stderr || !stdout) wanted.add(LogRequest.Stream.STDERR);
    var ends = new EnumMap<LogRequest.Stream, CompletableFuture<LogEnd>>(LogRequest.Stream.class);
    var me = new ArrayList<Thread>();
    Executor threads = task -> me.add(Thread.ofVirtual().start(task));
    for (var stream : wanted)
      ends.put(
          stream, CompletableFuture.supplyAsync(() -> stream(api, found, stream, output), threads));
    try {
      return tell(found, ends, output);
    } finally {
      me.forEach(Thread::interrupt);
    }
  }

  private LogEnd stream(
      AtollApi api, Finding.Allocation found, LogRequest.Stream stream, Output output) {
    var log =
        new LogStream(
            api,
            invocation.environment().pause(),
            found.deployment().id(),
            found.name(),
            stream,
            since);
    try {
      return log.read(
          follow,
          chunk -> {
            synchronized (output) {
              if (output.json())
                output.raw(ApiJson.write(OutputLine.of(found.name(), stream, chunk)));
              else if (stream == LogRequest.Stream.STDERR) output.errorBytes(chunk.data());
              else output.bytes(chunk.data());
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtollException(
          ErrorCode.TIMED_OUT, "reading the output of " + found.name() + " was interrupted", e);
    }
  }

  private int tell(
      Finding.Allocation found,
      Map<LogRequest.Stream, CompletableFuture<LogEnd>> ends,
      Output output)
      throws InterruptedException {
    var offsets = new ArrayList<String>();
    for (var end : ends.entrySet()) {
      switch (get(end.getValue())) {
        case LogEnd.Complete(_) -> {}
        case LogEnd.Stopped(var next) -> offsets.add(option(end.getKey(), next));
        case LogEnd.Unknown() ->
            throw new CommandRefused(
                ExitCode.WRONG_USE, "not_found", found.name() + " is not known any more.", "");
        case LogEnd.NotStarted() ->
            throw new CommandRefused(
                ExitCode.WRONG_USE,
                "not_started",
                found.name() + " has not started, so it has written nothing.",
                "Wait for it with: " + invocation.program() + " logs -f " + name);
        case LogEnd.Unavailable(var why) ->
            throw CommandRefused.of(
                ErrorCode.UNREACHABLE,
                "The output of " + found.name() + " cannot be read: " + why,
                "");
      }
    }
    if (!offsets.isEmpty() && invocation.environment().errTerminal())
      output.next(
          "It still runs. Go on from here: "
              + invocation.program()
              + " logs -f "
              + String.join(" or ", offsets)
              + " "
              + name);
    return ExitCode.DONE.number();
  }

  private static String option(LogRequest.Stream stream, long next) {
    return (stream == LogRequest.Stream.STDOUT ? "--stdout" : "--stderr")
        + " --since-offset "
        + next;
  }

  private static LogEnd get(CompletableFuture<LogEnd> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw new IllegalStateException(e.getCause());
    }
  }
}
