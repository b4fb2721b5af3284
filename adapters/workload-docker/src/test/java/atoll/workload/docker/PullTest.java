package atoll.workload.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.workload.Program;
import atoll.workload.WorkloadExecutorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Images that are not here yet. */
class PullTest extends RealEngine {

  @Test
  void theWorkloadsLoginReachesItsRegistryAndNoMessage() throws Exception {
    try (var registry = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var seen = new LinkedBlockingQueue<String>();
      Thread.startVirtualThread(() -> refuseAll(registry, seen));
      var image = "localhost:" + registry.getLocalPort() + "/some/image";
      var program = privateImage(image, new Program.Login("me", "s3cret"));
      assertThatThrownBy(() -> executor().start(workload("a", program)))
          .isInstanceOf(WorkloadExecutorException.class)
          .hasMessageContaining(image)
          .hasMessageNotContaining("s3cret");
      assertThat(seen)
          .contains("Basic " + Base64.getEncoder().encodeToString("me:s3cret".getBytes(UTF_8)));
    }
  }

  /** A registry without TLS that wants a login and then has no image. */
  private static void refuseAll(ServerSocket registry, Queue<String> logins) {
    while (true)
      try (var caller = registry.accept()) {
        var in = new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8));
        int first = in.read();
        if (first != 'G') { // no request, but the beginning of TLS
          caller.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
          continue;
        }
        var login = Optional.<String>empty();
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine())
          if (line.startsWith("Authorization: ")) login = Optional.of(line.substring(15));
        login.ifPresent(logins::add);
        var status = login.isEmpty() ? "401 Unauthorized" : "404 Not Found";
        var answer =
            "HTTP/1.1 %s\r\nWWW-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        caller.getOutputStream().write(answer.formatted(status).getBytes(UTF_8));
      } catch (IOException _) {
        if (registry.isClosed()) return;
      }
  }

  @Test
  void interruptionWhileAnImageIsFetchedLeavesNothing() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var called = new CompletableFuture<Boolean>();
      Thread.startVirtualThread(() -> {
        try (var caller = silent.accept()) {
          called.complete(true);
          caller.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.io.IOException e) {
          called.completeExceptionally(e);
        }
      });
      var workload =
          workload("a", Containers.of("localhost:" + silent.getLocalPort() + "/some/image"));
      var executor = executor();
      var start = new FutureTask<>(() -> executor.start(workload));
      var thread = Thread.ofVirtual().start(start);
      called.get();
      assertThat(executor.find(workload.allocation())).as("not started yet").isEmpty();
      thread.interrupt();
      assertThatThrownBy(start::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(TestEngine.containersOf(provider)).isEmpty();
    }
  }

  private static Program privateImage(String image, Program.Login login) {
    var plain = Containers.of(image);
    return new Program.Container(
        image,
        plain.entrypoint(),
        plain.command(),
        plain.environment(),
        plain.workingDirectory(),
        plain.privileged(),
        Optional.of(login),
        plain.restart(),
        List.of(),
        false,
        Program.Manner.CONFINED);
  }
}
