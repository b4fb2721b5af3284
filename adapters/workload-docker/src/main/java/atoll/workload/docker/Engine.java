package atoll.workload.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Docker Engine behind its socket; each method is one order or question to it. Connects when
 * first asked and again after the engine was away, so it may be made before the engine runs.
 *
 * <p>Every method blocks until the engine answers, is not torn by interruption ({@link Shield}),
 * and throws {@link EngineException} if the engine refuses or cannot be reached.
 */
final class Engine implements AutoCloseable {
  private final DockerHost host;
  private final URI address;
  private @Nullable Library library;

  Engine(DockerHost host) {
    this.host = host;
    this.address = host.uri();
  }

  /**
   * The client library, which takes most of a second to load and is not needed to say that there is
   * no engine.
   */
  private record Library(DockerHttpClient http, DockerClient client) {}

  private synchronized Library library() {
    var loaded = library;
    if (loaded == null) {
      var config = new EngineAddress(host);
      var http =
          new ApacheDockerHttpClient.Builder()
              .dockerHost(address)
              .sslConfig(config.getSSLConfig())
              .connectionTimeout(Duration.ofSeconds(5))
              .build();
      loaded = new Library(http, DockerClientImpl.getInstance(config, http));
      library = loaded;
    }
    return loaded;
  }

  private DockerClient client() {
    return library().client;
  }

  URI address() {
    return address;
  }

  /** Whether it runs on this machine, as far as its address tells. */
  boolean isLocal() {
    return host.isLocal();
  }

  /** What an image says about how it is run; empty if this machine does not have it. */
  Optional<ImageConfig> image(String reference) {
    return ask(() -> {
      try {
        var config = client().inspectImageCmd(reference).exec().getConfig();
        if (config == null) return Optional.of(new ImageConfig(List.of(), List.of()));
        return Optional.of(
            new ImageConfig(listOf(config.getEntrypoint()), listOf(config.getCmd())));
      } catch (NotFoundException _) {
        return Optional.empty();
      }
    });
  }

  /** Fetches an image from its registry; takes minutes, and interruption ends it. */
  void pull(ImagePull order) throws InterruptedException {
    var request = Request.builder().method(Request.Method.POST).path(order.path());
    order.credentials().ifPresent(header -> request.putHeader("X-Registry-Auth", header));
    var fetching = new FutureTask<>(() -> fetch(request.build()));
    var thread = Thread.startVirtualThread(fetching);
    try {
      var failure = fetching.get();
      if (failure.isPresent()) throw EngineException.refusal(404, failure.get(), null);
    } catch (InterruptedException e) {
      thread.interrupt(); // which ends the connection, and that the fetch
      throw e;
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private Optional<String> fetch(Request request) throws IOException {
    try (var progress = opened(request)) {
      return ImagePull.failure(progress.bytes());
    }
  }

  /** Makes a container that does not run yet. */
  String create(ContainerPlan plan) {
    return ask(() -> plan.applyTo(client().createContainerCmd(plan.image())).exec().getId());
  }

  /** Unpacks a tar archive at the root of a container's file system. */
  void unpack(String container, byte[] tar) {
    ask(() ->
        client()
            .copyArchiveToContainerCmd(container)
            .withTarInputStream(new ByteArrayInputStream(tar))
            .withRemotePath("/")
            .exec());
  }

  void start(String container) {
    ask(() -> client().startContainerCmd(container).exec());
  }

  /** Asks a container to end and kills it after {@code grace}, which counts in whole seconds. */
  void stop(String container, Duration grace) {
    int seconds = (int) Math.min(Integer.MAX_VALUE, grace.plusMillis(999).toSeconds());
    order(() -> client().stopContainerCmd(container).withTimeout(seconds).exec());
  }

  void kill(String container) {
    order(() -> client().killContainerCmd(container).exec());
  }

  /** Kills and removes a container with its anonymous volumes, by id or name. */
  void remove(String container) {
    order(() ->
        client().removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
  }

  Optional<Container> inspect(String container) {
    return ask(() -> {
      try {
        return Optional.of(Container.of(client().inspectContainerCmd(container).exec()));
      } catch (NotFoundException _) {
        return Optional.empty();
      }
    });
  }

  /** Every container with these labels, running or not: its id and all its labels. */
  List<Labelled> labelled(Map<String, String> labels) {
    return ask(() ->
        client().listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream()
            .map(c -> new Labelled(c.getId(), Map.copyOf(c.getLabels())))
            .toList());
  }

  record Labelled(String id, Map<String, String> labels) {}

  /** What a container writes from now on; nothing is lost if it is opened before the start. */
  EngineStream attach(String container) {
    return open("/containers/" + container + "/attach?stream=1&stdout=1&stderr=1", null);
  }

  /** All that a container wrote, from its beginning; {@code follow} goes on until it ends. */
  EngineStream logs(String container, boolean follow) {
    return open(
        Request.Method.GET,
        "/containers/" + container + "/logs?stdout=1&stderr=1&follow=" + (follow ? "1" : "0"),
        null);
  }

  /**
   * An answer that comes when the container ends.
   *
   * @param condition {@code next-exit} may be asked before the start, {@code not-running} is
   *     answered at once if the container does not run
   */
  EngineStream wait(String container, String condition) {
    return open("/containers/" + container + "/wait?condition=" + condition, null);
  }

  /** Prepares a command inside a running container. */
  String prepareExec(String container, List<String> argv) {
    return ask(() ->
        client()
            .execCreateCmd(container)
            .withCmd(argv.toArray(String[]::new))
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId());
  }

  /** Starts a prepared command; what it writes, until it ends. */
  EngineStream startExec(String exec) {
    return open("/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":false}");
  }

  /** The exit code of a command that ended, and the process number on this machine. */
  ExecState exec(String exec) {
    return ask(() -> {
      var state = client().inspectExecCmd(exec).exec();
      var code = state.getExitCodeLong();
      var pid = state.getPidLong();
      return new ExecState(code == null ? -1 : code.intValue(), pid == null ? 0 : pid);
    });
  }

  record ExecState(int exitCode, long pid) {}

  private EngineStream open(String path, @Nullable String json) {
    return open(Request.Method.POST, path, json);
  }

  private EngineStream open(Request.Method method, String path, @Nullable String json) {
    var request = Request.builder().method(method).path(path);
    if (json != null)
      request
          .putHeader("Content-Type", "application/json")
          .bodyBytes(json.getBytes(StandardCharsets.UTF_8));
    return ask(() -> opened(request.build()));
  }

  private EngineStream opened(Request request) {
    var response = library().http.execute(request);
    int status = response.getStatusCode();
    if (status < 300) return new EngineStream(response);
    try (response) {
      var body = response.getBody().readNBytes(1 << 16);
      throw EngineException.refusal(status, new String(body, StandardCharsets.UTF_8), null);
    } catch (IOException e) {
      throw EngineException.unreachable(address, e);
    }
  }

  /** An order whose aim may already be reached: the container is gone, or ended. */
  private <T> void order(Supplier<T> call) {
    try {
      ask(call);
    } catch (EngineException e) {
      if (!e.notFound() && !e.conflict()) throw e;
    }
  }

  @SuppressWarnings("NullAway") // orders answer null, and nobody looks
  private <T> T ask(Supplier<T> call) {
    try {
      return Shield.call(call::get);
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (TimeoutException e) {
      throw EngineException.unreachable(address, e);
    }
  }

  private EngineException failed(ExecutionException e) {
    return e.getCause() instanceof RuntimeException thrown
        ? EngineException.of(address, thrown)
        : EngineException.unreachable(address, e.getCause());
  }

  private static List<String> listOf(String @Nullable [] texts) {
    return texts == null ? List.of() : List.copyOf(Arrays.asList(texts));
  }

  @Override
  public synchronized void close() {
    try {
      if (library != null) library.client.close();
    } catch (IOException e) {
      throw EngineException.unreachable(address, e);
    }
  }
}
