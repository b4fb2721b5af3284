package atoll.dms.behaviours;

import atoll.capability.Grant;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.LogChunk;
import atoll.orchestrator.LogQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;

/**
 * Where output is put for those who ask for a path: {@code deployments/<id>/<allocation>} of the
 * work folder (DMS §7.10).
 */
record OutputFolder(Path workDirectory) {
  private static final int CHUNK_BYTES = 256 << 10;

  /** More of one stream is not copied to the disk of who asks; {@code /v1} streams it all. */
  private static final long MOST_BYTES = 64L << 20;

  /**
   * Copies what an allocation has put out until now; returns the folder with {@code stdout.log} and
   * {@code stderr.log}.
   *
   * @throws AtollException if there is no output, its provider does not give it, or the disk fails
   */
  Path fetch(Deployments deployments, Grant grant, EnsembleId id, String allocation)
      throws InterruptedException {
    var folder = workDirectory.resolve("deployments").resolve(id.value()).resolve(allocation);
    try {
      Files.createDirectories(folder);
      for (var stream : LogQuery.Stream.values())
        copy(deployments, grant, id, allocation, stream, folder);
    } catch (IOException e) {
      throw new AtollException(
          ErrorCode.STORAGE_FAILED,
          "writing output of " + allocation + " to " + folder + ": " + e.getMessage(),
          e);
    }
    return folder;
  }

  private static void copy(
      Deployments deployments,
      Grant grant,
      EnsembleId id,
      String allocation,
      LogQuery.Stream stream,
      Path folder)
      throws IOException, InterruptedException {
    var partial = Files.createTempFile(folder, stream.name().toLowerCase(Locale.ROOT), ".partial");
    try {
      try (var out = Files.newOutputStream(partial)) {
        long offset = 0;
        while (offset < MOST_BYTES) {
          var query = new LogQuery(stream, offset, CHUNK_BYTES);
          var data =
              switch (deployments.logs(grant, id, allocation, query, Duration.ZERO)) {
                case LogChunk.Bytes(var bytes, var _, var _) -> bytes;
                case LogChunk.Unknown() ->
                    throw new AtollException(
                        ErrorCode.NOT_FOUND,
                        "deployment " + id + " has no allocation " + allocation);
                case LogChunk.NotStarted() ->
                    throw new AtollException(
                        ErrorCode.NOT_FOUND,
                        allocation + " has not been started, so it has no output");
                case LogChunk.Unavailable(var why) ->
                    throw new AtollException(ErrorCode.UNREACHABLE, why);
              };
          if (data.length == 0) break;
          out.write(data);
          offset += data.length;
        }
      }
      Files.move(
          partial,
          folder.resolve(stream.name().toLowerCase(Locale.ROOT) + ".log"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
