package atoll.node;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import atoll.journal.file.JournalArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a data folder down in one file, while whoever uses it goes on. */
@Command(
    name = "backup",
    description =
        "Write everything a data folder holds to one file, in use or not. Keep the file as safe as"
            + " the folder: the keys can be opened with what is in it.")
public final class BackupCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "The backup; must not be there yet.")
  String file = "";

  @Option(
      names = {"-D", "--data"},
      paramLabel = "FOLDER",
      description = "The data folder (general.data_dir: ~/nunet/data).")
  @Nullable String data;

  public BackupCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    var folder = DataFolder.named(data, invocation);
    Path archive = invocation.environment().resolve(file);
    if (Files.exists(archive))
      throw CommandRefused.wrongUse(
          file + " is already there.", "Name a file that is not: nothing is written over.");
    if (!Files.isDirectory(folder))
      throw CommandRefused.wrongUse(
          "There is no data folder " + folder + ".", "Name one: --data FOLDER");
    JournalArchive.write(folder, archive, List.of(DataFolder.SECRET));
    long bytes = Files.size(archive);
    var output = invocation.output();
    if (output.json())
      output.document(json ->
          json.beginObject()
              .name("file")
              .value(archive.toString())
              .name("bytes")
              .value(bytes)
              .endObject());
    else output.line("Wrote " + folder + " to " + archive + ", " + bytes + " bytes");
    output.next("Restore it: " + invocation.program() + " restore " + file + " --data FOLDER");
    return 0;
  }
}
