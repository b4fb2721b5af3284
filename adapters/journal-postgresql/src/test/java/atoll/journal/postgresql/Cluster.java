package atoll.journal.postgresql;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the tests' own: in a temporary folder, on a free port of this machine, as user
 * postgres if the tests run as root.
 */
public final class Cluster implements AutoCloseable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path folder;
  private final int port;
  private int databases;

  private Cluster(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Where there is no PostgreSQL, the tests are skipped; except in CI, where they fail. */
  public static Cluster start() throws IOException, InterruptedException {
    var programs = programs();
    var folder = Files.createTempDirectory("atoll-postgresql-");
    if (isRoot()) ok(List.of("chown", "postgres", folder.toString()));
    var cluster = new Cluster(programs, folder, freePort());
    cluster.postgres(
        "initdb",
        "-D",
        cluster.data(),
        "-U",
        "atoll",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C");
    cluster.begin();
    return cluster;
  }

  private static Path programs() throws IOException {
    if (Files.isDirectory(VERSIONS))
      try (var versions = Files.list(VERSIONS)) {
        var newest = versions.map(v -> v.resolve("bin")).max(Comparator.naturalOrder());
        if (newest.isPresent()) return newest.get();
      }
    var missing = "PostgreSQL is missing: apt-get install postgresql";
    if (System.getenv("CI") != null) throw new IllegalStateException(missing);
    return abort(missing);
  }

  public void begin() throws IOException, InterruptedException {
    var options =
        "-p %d -k %s -c listen_addresses=127.0.0.1 -c max_connections=60".formatted(port, folder);
    var log = folder.resolve("log").toString();
    postgres("pg_ctl", "-D", data(), "-w", "-o", options, "-l", log, "start");
  }

  /** Cuts every connection. */
  void end() throws IOException, InterruptedException {
    postgres("pg_ctl", "-D", data(), "-w", "-m", "fast", "stop");
  }

  /** Ends every process of it without a word, as {@code kill -9} does. */
  public void kill() throws IOException, InterruptedException {
    var postmaster = Files.readAllLines(Path.of(data(), "postmaster.pid")).getFirst();
    var server = ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow();
    var all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (var process : all) process.onExit().join();
  }

  /** The address of a new database. */
  public String newDatabase() throws SQLException {
    var name = "test" + ++databases;
    try (var connection = DriverManager.getConnection(url("postgres"));
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return url(name);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=atoll".formatted(port, database);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void postgres(String program, String... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    if (isRoot()) words.addAll(List.of("runuser", "-u", "postgres", "--"));
    words.add(programs.resolve(program).toString());
    words.addAll(List.of(arguments));
    ok(words);
  }

  private static void ok(List<String> words) throws IOException, InterruptedException {
    var said = Files.createTempFile("atoll-postgresql-", ".log");
    var process =
        new ProcessBuilder(words)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(1, TimeUnit.MINUTES);
    var text = Files.readString(said, StandardCharsets.UTF_8);
    Files.delete(said);
    if (!ended || process.exitValue() != 0) throw new IOException(words + ": " + text);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    postgres("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }
}
