package atoll.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers as a test says; without a script it holds every call until the test answers it. */
final class ScriptedWorker implements Worker {
  final List<Call> calls = new ArrayList<>();
  final List<Consumer<Answer>> held = new ArrayList<>();
  private Function<Call, Answer> script = _ -> new Answer.Unreached("no script");
  private Consumer<ChunkReader> streaming = _ -> {};
  private boolean holding;

  ScriptedWorker answers(Function<Call, Answer> decides) {
    script = decides;
    holding = false;
    return this;
  }

  ScriptedWorker holds() {
    holding = true;
    return this;
  }

  /** Has each stream send this before what the script says. */
  ScriptedWorker streams(Consumer<ChunkReader> sends) {
    streaming = sends;
    return answers(_ -> new Answer.Output(""));
  }

  @Override
  public void call(Call call, Consumer<Answer> then) {
    calls.add(call);
    if (holding) held.add(then);
    else then.accept(script.apply(call));
  }

  @Override
  public StreamEnd stream(Call call, ChunkReader reader) {
    calls.add(call);
    streaming.accept(reader);
    return switch (script.apply(call)) {
      case Answer.Output(var output) -> {
        for (var c : output.getBytes(java.nio.charset.StandardCharsets.UTF_8))
          reader.bytes(new byte[] {c, 0}, 1);
        yield new StreamEnd.Complete();
      }
      case Answer.Failed(var why) -> new StreamEnd.Broken(why);
      case Answer.Unreached(var why) -> new StreamEnd.Broken(why);
    };
  }
}
