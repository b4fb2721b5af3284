package atoll.jobs.redis;

import atoll.jobs.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;

/**
 * The two databases of a Redis that hold jobs. Blocks for some seconds at most, and throws {@link
 * JedisException} if Redis does not answer. Only one at a time may write; anybody may read.
 */
final class RedisDatabases implements AutoCloseable {
  static final int ENDED = 0;
  static final int RUNNING = 1;

  private static final String RUNNING_SECONDS = "900";
  private static final int PATIENCE_MILLIS = 2000;
  private static final int READERS = 16;
  private static final int MOST_NAMES = 500_000;
  private static final int SCANNED_AT_ONCE = 1000;
  private static final int READ_AT_ONCE = 64;

  private final HostAndPort at;
  private final RedisClient ended;
  private final RedisClient running;
  private @Nullable Connection writer;

  RedisDatabases(String host, int port) {
    at = new HostAndPort(host, port);
    ended = reader(ENDED);
    running = reader(RUNNING);
  }

  private RedisClient reader(int database) {
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(READERS);
    pool.setMinIdle(0);
    pool.setMaxWait(Duration.ofMillis(PATIENCE_MILLIS));
    return RedisClient.builder()
        .hostAndPort(at)
        .clientConfig(config(database))
        .poolConfig(pool)
        .build();
  }

  /** Talks so that a Redis of any age understands. */
  private static JedisClientConfig config(int database) {
    return DefaultJedisClientConfig.builder()
        .database(database)
        .protocol(RedisProtocol.RESP2)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .connectionTimeoutMillis(PATIENCE_MILLIS)
        .socketTimeoutMillis(PATIENCE_MILLIS)
        .build();
  }

  /** Forgets what is said to be running, since nobody runs it. */
  void begin() {
    ended.ping();
    running.flushDB();
  }

  void ping() {
    ended.ping();
  }

  /** All of them or none; a finished job is never in both databases, nor in none. */
  void put(List<Postings.Posting> postings) {
    try {
      var connection = writer();
      try (var all = new Transaction(connection, true)) {
        for (var posting : postings) put(all, posting);
        for (var answer : all.exec()) if (answer instanceof JedisDataException e) throw e;
      }
    } catch (RuntimeException e) {
      leave();
      throw e;
    }
  }

  private static void put(Transaction all, Postings.Posting posting) {
    var name = JobKey.of(posting.client(), posting.job().id());
    var text = JobDocument.write(posting.job());
    select(all, RUNNING);
    if (posting.job().status() == JobStatus.RUNNING) {
      var _ = all.sendCommand(Command.SETEX, name, RUNNING_SECONDS, text);
    } else {
      var _ = all.sendCommand(Command.DEL, name);
      select(all, ENDED);
      var _ = all.sendCommand(Command.SET, name, text);
    }
  }

  private static void select(Transaction all, int database) {
    var _ = all.sendCommand(Command.SELECT, Integer.toString(database));
  }

  private Connection writer() {
    var connection = writer;
    if (connection == null) {
      connection = new Connection(at, config(RUNNING));
      writer = connection;
    }
    return connection;
  }

  private void leave() {
    var connection = writer;
    writer = null;
    if (connection != null) connection.close();
  }

  /** A job's document, running or finished; asked in this order, since it may end meanwhile. */
  Optional<String> find(String name) {
    var found = running.mget(name).getFirst();
    return Optional.ofNullable(found != null ? found : ended.mget(name).getFirst());
  }

  /** The documents of finished jobs that are there, some at a time. */
  void eachEnded(List<String> names, BiConsumer<String, String> nameAndText) {
    for (int from = 0; from < names.size(); from += READ_AT_ONCE) {
      var some = names.subList(from, Math.min(from + READ_AT_ONCE, names.size()));
      var texts = ended.mget(some.toArray(new String[0]));
      for (int i = 0; i < some.size(); i++)
        if (texts.get(i) != null) nameAndText.accept(some.get(i), texts.get(i));
    }
  }

  /** Looks through the whole database. */
  List<String> names(int database, String pattern) {
    var names = new ArrayList<String>();
    var wanted = new ScanParams().match(pattern).count(SCANNED_AT_ONCE);
    var cursor = ScanParams.SCAN_POINTER_START;
    do {
      var some = (database == ENDED ? ended : running).scan(cursor, wanted);
      names.addAll(some.getResult());
      cursor = some.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START) && names.size() < MOST_NAMES);
    return names.stream().distinct().toList();
  }

  @Override
  public void close() {
    leave();
    ended.close();
    running.close();
  }

  @Override
  public String toString() {
    return at.toString();
  }
}
