package atoll.jobs.redis;

import java.util.Optional;
import redis.clients.jedis.exceptions.JedisException;

/** Looks whether a Redis answers, and changes nothing in it. */
public final class RedisProbe {
  private RedisProbe() {}

  /** Why it does not answer, if so. Blocks for some seconds at most. */
  public static Optional<String> trouble(String host, int port) {
    try (var redis = new RedisDatabases(host, port)) {
      redis.ping();
      return Optional.empty();
    } catch (JedisException e) {
      return Optional.of(said(e));
    }
  }

  static String said(JedisException e) {
    var cause = e.getCause();
    return e.getMessage() + (cause == null ? "" : " (" + cause + ")");
  }
}
