package atoll.node;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import atoll.journal.file.JournalArchive;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data folder of a backup. */
@Command(
    name = "restore",
    description = "Make a data folder, which must be empty or missing, of a backup.")
public final class RestoreCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "What backup wrote.")
  String file = "";

  @Option(
      names = {"-D", "--data"},
      paramLabel = "FOLDER",
      description = "The data folder (general.data_dir: ~/nunet/data).")
  @Nullable String data;

  public RestoreCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var folder = DataFolder.named(data, invocation);
    var archive = invocation.environment().resolve(file);
    if (!Files.isRegularFile(archive))
      throw CommandRefused.wrongUse(
          "There is no file " + file + ".", "Make one: " + invocation.program() + " backup FILE");
    JournalArchive.restore(archive, folder);
    var output = invocation.output();
    if (output.json())
      output.document(
          json -> json.beginObject().name("folder").value(folder.toString()).endObject());
    else output.line("Restored " + file + " to " + folder);
    output.next("Start it: " + invocation.program() + " dev --data " + folder + ", or node --data");
    return 0;
  }
}
