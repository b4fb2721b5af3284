package atoll.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.config.ConfigReader;
import atoll.infernet.json.PythonJson;
import atoll.jobs.JobBoard;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.web.Metrics;
import atoll.workload.WorkloadExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A whole node on a free port of this machine, and a client of it. */
final class TestNode implements AutoCloseable {
  private static final ServedChain.Opener NO_CHAIN = (_, _, _, _) -> Optional.empty();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private final InfernetNode node;

  private TestNode(
      String config,
      Journal journal,
      Optional<WorkloadExecutor> executor,
      Path folder,
      ServedChain.Opener chains)
      throws InterruptedException {
    this(config, journal, executor, folder, chains, "127.0.0.1");
  }

  private TestNode(
      String config,
      Journal journal,
      Optional<WorkloadExecutor> executor,
      Path folder,
      ServedChain.Opener chains,
      String address)
      throws InterruptedException {
    node =
        InfernetNode.start(
            ConfigReader.parse("config.json", config.getBytes(UTF_8)),
            new Surroundings(
                Map.of(),
                journal,
                executor,
                new Resources(Cpu.ofCores(2), Memory.ofMebibytes(256), Disk.ofMebibytes(64)),
                folder,
                InetAddress.ofLiteral(address),
                dispatcher,
                InstantSource.system(),
                System::nanoTime,
                new Random(7),
                new Metrics(),
                256 << 20,
                "0.1.0",
                JobBoard.NONE),
            chains);
  }

  /**
   * @param more members of the configuration, with a comma before each
   * @param containers an object each
   */
  static TestNode of(String more, String... containers) throws InterruptedException {
    return new TestNode(
        config(more, containers), new InMemoryJournal(), Optional.empty(), Path.of(""), NO_CHAIN);
  }

  /** Listens on every address, as nodes do unless they are told otherwise. */
  static TestNode everywhere() throws InterruptedException {
    return new TestNode(
        config(""), new InMemoryJournal(), Optional.empty(), Path.of(""), NO_CHAIN, "0.0.0.0");
  }

  static TestNode on(Journal journal, String... containers) throws InterruptedException {
    return new TestNode(config("", containers), journal, Optional.empty(), Path.of(""), NO_CHAIN);
  }

  static TestNode onChain(ServedChain chain, String more, String... containers)
      throws InterruptedException {
    return new TestNode(
        config(more, containers),
        new InMemoryJournal(),
        Optional.empty(),
        Path.of(""),
        (_, _, _, _) -> Optional.of(chain));
  }

  static TestNode onChain(ServedChain chain, Journal journal, String... containers)
      throws InterruptedException {
    return new TestNode(
        config("", containers),
        journal,
        Optional.empty(),
        Path.of(""),
        (_, _, _, _) -> Optional.of(chain));
  }

  static TestNode managing(WorkloadExecutor executor, Path folder, Journal journal, String config)
      throws InterruptedException {
    return new TestNode(config, journal, Optional.of(executor), folder, NO_CHAIN);
  }

  /** Of a name that is given twice the last counts. */
  private static String config(String more, String... containers) {
    return """
    {"manage_containers": false, "containers": [%s], "server": {"port": 0,
     "rate_limit": {"num_requests": "100000", "period": 1}}%s}
    """
        .formatted(String.join(",", containers), more);
  }

  static String container(String id, StubContainer stub) {
    return container(id, stub, "");
  }

  static String container(String id, StubContainer stub, String more) {
    return "{\"id\":\"%s\",\"url\":\"%s\"%s}".formatted(id, stub.url(), more);
  }

  /** What came back. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    JsonNode json() {
      return PythonJson.read(body().getBytes(UTF_8));
    }

    String error() {
      return json().get("error").stringValue();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Reply post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  Reply put(String path, String json) throws IOException, InterruptedException {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
        .timeout(Duration.ofSeconds(60));
  }

  Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    return client.send(request.build(), body);
  }

  int port() {
    return node.port();
  }

  /** Asks for a job, and waits for its end. */
  JsonNode done(String request) throws IOException, InterruptedException {
    return result(post("/api/jobs", request).json().get("id").stringValue());
  }

  /** Waits for the end of a job. */
  JsonNode result(String id) {
    var ended = new ArrayList<JsonNode>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          var job = get("/api/jobs?intermediate=true&id=" + id).json().get(0);
          if (!job.get("status").stringValue().equals("running")) ended.add(job);
          return !ended.isEmpty();
        });
    return ended.getFirst();
  }

  List<String> ids(String query) throws IOException, InterruptedException {
    var ids = new ArrayList<String>();
    get("/api/jobs" + query).json().forEach(id -> ids.add(id.stringValue()));
    return ids;
  }

  @Override
  public void close() {
    node.close();
    dispatcher.close();
    client.shutdownNow();
  }
}
