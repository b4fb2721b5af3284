package atoll.identity;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The external program {@code ledger-cli}, which writes its answers into a file (DMS §1.4). */
record LedgerProgram(Path file) {
  private static final String NAME = "ledger-cli";
  private static final int MAX_ANSWER = 16 * 1024;
  private static final int PATIENCE_SECONDS = 120;
  private static final StrictJson JSON = new StrictJson(MAX_ANSWER, 8);

  static LedgerProgram find(String searchPath) {
    for (var folder : searchPath.split(File.pathSeparator, -1)) {
      if (folder.isEmpty()) continue;
      var file = Path.of(folder, NAME);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) return new LedgerProgram(file);
    }
    throw new AtollException(
        ErrorCode.NOT_FOUND,
        NAME
            + " is not on the PATH; a hardware wallet needs it. Install it, or use another context");
  }

  /** Runs one command and reads its answer; waits at most two minutes for the person. */
  Fields run(String command, int account, String... arguments) {
    Path answer = null;
    try {
      answer = Files.createTempFile("ledger", ".json"); // mode 0600
      var line =
          new ArrayList<>(
              List.of(
                  file.toString(),
                  command,
                  "-o",
                  answer.toString(),
                  "-a",
                  Integer.toString(account)));
      line.addAll(List.of(arguments));
      var process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      await(process, command);
      return Fields.of(JSON.read(SecretFile.read(answer, MAX_ANSWER)));
    } catch (IOException e) {
      throw new AtollException(ErrorCode.KEYSTORE_REFUSED, "running " + NAME + " " + command, e);
    } finally {
      delete(answer);
    }
  }

  private static void await(Process process, String command) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AtollException(
            ErrorCode.TIMED_OUT,
            NAME + " " + command + " had no answer within " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AtollException(ErrorCode.TIMED_OUT, "waiting for " + NAME + " was interrupted", e);
    }
    if (process.exitValue() != 0)
      throw new AtollException(
          ErrorCode.KEYSTORE_REFUSED,
          NAME
              + " "
              + command
              + " failed with exit code "
              + process.exitValue()
              + "; is the wallet connected, unlocked and its Ethereum application open?");
  }

  private static void delete(@Nullable Path answer) {
    if (answer == null) return;
    try {
      Files.deleteIfExists(answer);
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "deleting " + answer, e);
    }
  }
}
