package atoll.workload.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.workload.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Optional;

/**
 * What the engine is told to fetch an image, and what it says of it (Docker Engine API, "Create an
 * image").
 */
record ImagePull(String reference, Optional<Program.Login> login) {

  String path() {
    return "/images/create?fromImage="
        + URLEncoder.encode(ImageReference.withTag(reference), UTF_8);
  }

  /**
   * The header that carries credentials; only those that came with the workload, never the
   * machine's own.
   */
  Optional<String> credentials() {
    return login.map(l -> {
      var json =
          new CanonicalJson()
              .beginObject()
              .name("username")
              .value(l.username())
              .name("password")
              .value(l.password())
              .name("serveraddress")
              .value(ImageReference.registry(reference))
              .endObject();
      return Base64.getUrlEncoder().encodeToString(json.toBytes());
    });
  }

  /** Reads progress, a JSON object a line, to its end: why it failed, if it did. */
  static Optional<String> failure(InputStream progress) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(progress, UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.contains("\"error\"")) continue;
      var error = Fields.of(StrictJson.MESSAGE.read(line.getBytes(UTF_8))).optionalText("error");
      if (error.isPresent()) return error;
    }
    return Optional.empty();
  }
}
