package atoll.acceptance.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Running;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Starts {@code ./atoll infernet} as people do, and asks it what they ask, at its container echo.
 */
final class NodeClient implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Checkout checkout;

  NodeClient(Checkout checkout) {
    this.checkout = checkout;
  }

  Running start(Path config, Path data) {
    var running =
        checkout
            .shell()
            .begin(
                "./atoll infernet --config %s --data %s --address 127.0.0.1"
                    .formatted(config, data));
    return running.until("it says where it serves", SOON, () -> running.out().contains("http://"));
  }

  /** The id of a job that was accepted. */
  String post(Running running) throws Exception {
    var said =
        client
            .send(
                HttpRequest.newBuilder(URI.create(url(running) + "/api/jobs"))
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"containers\":[\"echo\"],\"data\":{\"a\":1}}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    var id = ID.matcher(said);
    assertThat(id.find()).as(said).isTrue();
    return id.group(1);
  }

  String get(Running running, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(url(running) + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String url(Running running) {
    var url = URL.matcher(running.out());
    assertThat(url.find()).isTrue();
    return url.group();
  }

  @Override
  public void close() {
    client.close();
  }
}
