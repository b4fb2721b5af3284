package atoll.cli;

import atoll.identity.SecretFile;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Where a node of this machine says how it is reached, so that other commands find it: {@code
 * $HOME/.atoll/dev.json} of a {@code dev} network, {@code node.json} of a daemon, {@code
 * infernet.json} of an Infernet node. Mode 0600. It is written when the node answers, and deleted
 * when it stops; a node that was killed leaves it behind, so readers check that {@code pid} lives.
 *
 * @param tokenFile holds the access token, mode 0600, if one is needed
 * @param certificateFile in PEM, what the node shows at a {@code url} of https, if it has one of
 *     its own
 */
public record NodeFile(
    URI url,
    Optional<Path> tokenFile,
    Optional<Path> certificateFile,
    long pid,
    Instant startedAt) {
  /** Of a {@code dev} network. */
  public static final String DEV = "dev.json";

  /** Of a daemon. */
  public static final String NODE = "node.json";

  /** Of an Infernet node. */
  public static final String INFERNET = "infernet.json";

  private static final StrictJson JSON = new StrictJson(1 << 14, 4);

  /** Of a node that is asked in clear. */
  public NodeFile(URI url, Optional<Path> tokenFile, long pid, Instant startedAt) {
    this(url, tokenFile, Optional.empty(), pid, startedAt);
  }

  /** What is at the place of such a file. */
  public sealed interface Reading {
    record Found(NodeFile file) implements Reading {}

    record Absent() implements Reading {}

    /** It is there and cannot be used. */
    record Broken(String why) implements Reading {}
  }

  /** Replaces {@code file}; its folder is made if it is missing. */
  public void write(Path file) {
    var json = new CanonicalJson().beginObject().name("url").value(url.toString());
    tokenFile.ifPresent(path -> json.name("token_file").value(path.toString()));
    certificateFile.ifPresent(path -> json.name("certificate_file").value(path.toString()));
    json.name("pid").value(pid).name("started_at").value(startedAt.toString());
    SecretFile.write(file, json.endObject().toBytes());
  }

  public static Reading read(Path file) {
    try {
      var fields = Fields.of(JSON.read(Files.readAllBytes(file)));
      return new Reading.Found(
          new NodeFile(
              URI.create(fields.text("url")),
              fields.optionalText("token_file").map(Path::of),
              fields.optionalText("certificate_file").map(Path::of),
              fields.integer("pid"),
              Instant.parse(fields.text("started_at"))));
    } catch (NoSuchFileException e) {
      return new Reading.Absent();
    } catch (IOException e) {
      return new Reading.Broken(file + " cannot be read: " + e.getMessage());
    } catch (MalformedJsonException | IllegalArgumentException | DateTimeParseException e) {
      return new Reading.Broken(file + " is not what a node writes there: " + e.getMessage());
    }
  }
}
