package atoll.node;

import atoll.ensemble.Execution;
import atoll.kernel.Sha256;
import atoll.provider.ModuleSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Modules over HTTP: at most 32 MiB, within a minute, and only the one whose digest was named. */
final class FetchedModules implements ModuleSource {
  private static final int LARGEST = 32 << 20;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @Override
  public byte[] fetch(Execution.Module.Remote module) throws IOException, InterruptedException {
    try (var client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      var request = HttpRequest.newBuilder(URI.create(module.url())).timeout(LONGEST).build();
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        if (response.statusCode() != 200)
          throw new IOException(module.url() + " answered " + response.statusCode());
        var bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) throw new IOException(module.url() + " is larger than 32 MiB");
        var found = Sha256.hex(bytes);
        if (!found.equalsIgnoreCase(module.sha256()))
          throw new IOException(
              module.url() + " has SHA-256 " + found + ", not " + module.sha256());
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("\"" + module.url() + "\" is no address to fetch from", e);
    }
  }
}
