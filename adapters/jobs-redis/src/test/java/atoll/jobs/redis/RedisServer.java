package atoll.jobs.redis;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis of the tests' own on a free port of this machine, which keeps nothing on disk. */
public final class RedisServer implements AutoCloseable {
  private final Path program;
  private final int port;
  private Process process;

  private RedisServer(Path program, int port) throws IOException {
    this.program = program;
    this.port = port;
    this.process = launch();
  }

  /** Where there is no Redis, the tests are skipped; except in CI, where they fail. */
  public static RedisServer start() throws IOException {
    var program = Path.of("/usr/bin/redis-server");
    if (!Files.isExecutable(program)) {
      var missing = "Redis is missing: apt-get install redis-server";
      if (System.getenv("CI") != null) throw new IllegalStateException(missing);
      return abort(missing);
    }
    var server = new RedisServer(program, freePort());
    try {
      server.awaitAnswer();
    } catch (RuntimeException e) {
      server.process.destroyForcibly();
      throw e;
    }
    return server;
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            List.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitAnswer() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(JedisException.class)
        .until(() -> {
          try (var redis = client(0)) {
            return "PONG".equals(redis.ping());
          }
        });
  }

  public int port() {
    return port;
  }

  /** To look at a database with. */
  public Jedis client(int database) {
    return new Jedis(
        new HostAndPort("127.0.0.1", port),
        DefaultJedisClientConfig.builder()
            .database(database)
            .protocol(RedisProtocol.RESP2)
            .build());
  }

  /** Ends it without a word; what it held is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(1, TimeUnit.MINUTES)) throw new IllegalStateException("Redis lives on");
  }

  /** Starts it again on the same port. */
  public void again() throws IOException {
    process = launch();
    awaitAnswer();
  }

  /** A port of this machine on which nothing listens. */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("looking for a free port", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
