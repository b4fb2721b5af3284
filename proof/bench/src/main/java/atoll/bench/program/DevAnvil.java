package atoll.bench.program;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/** A local chain of the checkout's own anvil, in a process of its own. */
final class DevAnvil implements AutoCloseable {
  /** What anvil gives money to, for everybody who tries things. */
  static final String KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI url;

  private DevAnvil(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * @throws IOException if there is no anvil, or it does not answer
   */
  static DevAnvil start(Path root) throws IOException, InterruptedException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var process =
        new ProcessBuilder(
                find(root).toString(),
                "--silent",
                "--port",
                Integer.toString(port),
                "--gas-limit",
                "60000000")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    var chain = new DevAnvil(process, URI.create("http://127.0.0.1:" + port));
    if (Progress.await(process, LOOK_EVERY, GIVE_UP_AFTER, chain::answers)) return chain;
    chain.close();
    throw new IOException("anvil does not answer");
  }

  private static Path find(Path root) throws IOException {
    var places = new ArrayList<Path>();
    var named = System.getenv("ATOLL_ANVIL");
    if (named != null) places.add(Path.of(named));
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
      if (!folder.isEmpty()) places.add(Path.of(folder, "anvil"));
    places.add(
        root.resolve("contracts/infernet/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"));
    return places.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "there is no anvil: run npm ci in contracts/infernet, or set ATOLL_ANVIL"));
  }

  private boolean answers() throws InterruptedException {
    try {
      return call("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}")
          .contains("result");
    } catch (IOException e) {
      return false; // nobody listens yet
    }
  }

  URI url() {
    return url;
  }

  /**
   * @param json one call, or many as a list
   * @throws IOException if it is not answered, or with an error
   */
  String call(String json) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    var answer = client.send(request, BodyHandlers.ofString()).body();
    if (answer.contains("\"error\":")) throw new IOException("the chain says " + answer);
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    client.close();
  }
}
