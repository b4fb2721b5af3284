package atoll.cli.config;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** Lets a person change a draft of the file; a draft that is wrong never takes its place. */
@Command(
    name = "edit",
    description = "Open the file in $EDITOR; it is replaced only if it is right.")
final class EditCommand implements Callable<Integer> {
  private final Invocation invocation;
  private final Consumer<InfernetSection> others;

  EditCommand(Invocation invocation, Consumer<InfernetSection> others) {
    this.invocation = invocation;
    this.others = others;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var environment = invocation.environment();
    var target = TargetFile.of(invocation, others);
    var path = target.path();
    var editor =
        environment.variable("EDITOR").or(() -> environment.variable("VISUAL")).orElse("vi");
    var draft = Files.createTempFile("atoll-", ConfigFile.isYaml(path) ? ".yaml" : ".json");
    var before =
        target.exists() ? ConfigFile.read(path).text() : ConfigFile.isYaml(path) ? "" : "{\n}\n";
    Files.writeString(draft, before);
    var command = new ArrayList<>(List.of(editor.strip().split("\\s+")));
    command.add(draft.toString());
    int exit = start(command, editor);
    if (exit != 0)
      throw CommandRefused.wrongUse(editor + " ended with " + exit + "; nothing was changed.", "");
    var after = Files.readString(draft);
    if (!after.equals(before)) {
      try {
        target.replace(after);
      } catch (CommandRefused e) {
        throw ConfigFile.refused(
            String.valueOf(e.getMessage()).replace(path.toString(), draft.toString()),
            "Nothing was changed. What you wrote is in " + draft);
      }
    }
    Files.delete(draft);
    var output = invocation.output();
    if (output.json())
      output.document(json ->
          json.beginObject()
              .name("file")
              .value(path.toString())
              .name("changed")
              .value(!after.equals(before))
              .endObject());
    else output.line(after.equals(before) ? "Nothing was changed." : path + " is changed.");
    return ExitCode.DONE.number();
  }

  private static int start(List<String> command, String editor) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw CommandRefused.wrongUse(
          editor + " cannot be started.", "Set EDITOR to the editor that you use.");
    }
  }
}
