package atoll.jobs.redis;

import atoll.actor.Dispatcher;
import atoll.jobs.Client;
import atoll.jobs.Job;
import atoll.jobs.JobBoard;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.kernel.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Jobs on a Redis as the original lays them out (Infernet §6.1): running ones in database 1 for 900
 * s, finished ones in database 0 for ever. Database 1 is flushed when Redis answers for the first
 * time. While it does not answer, what is to be shown waits within a bound, and nothing is found.
 */
public final class RedisJobBoard implements JobBoard, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("orchestration.store");
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final int MOST_WAITING = 100_000;
  private static final long MOST_BYTES = 64L << 20;
  private static final int AT_ONCE = 128;

  private final RedisDatabases redis;
  private final Dispatcher dispatcher;
  private final Postings postings = new Postings(MOST_WAITING, MOST_BYTES);
  private final LongAdder leftOut = new LongAdder();
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean troubled = new AtomicBoolean();
  private volatile boolean answers;
  private volatile boolean closed;
  private boolean flushed; // of whoever is writing, as is the next
  private Duration pause = PAUSES.first();

  private RedisJobBoard(RedisDatabases redis, Dispatcher dispatcher) {
    this.redis = redis;
    this.dispatcher = dispatcher;
  }

  /** Blocks for some seconds at most; if Redis does not answer, it is asked again and again. */
  public static RedisJobBoard open(String host, int port, Dispatcher dispatcher) {
    var board = new RedisJobBoard(new RedisDatabases(host, port), dispatcher);
    board.writing.set(true);
    board.write();
    return board;
  }

  /** Whether it answered when it was asked last. */
  public boolean answers() {
    return answers;
  }

  /** Entries that Redis never got, since too many waited. */
  public long leftOut() {
    return leftOut.sum();
  }

  /** Entries that wait to be written. */
  public int waiting() {
    return postings.size();
  }

  @Override
  public void show(Client client, Job job) {
    if (closed) return;
    if (postings.offer(new Postings.Posting(client, job))) {
      if (answers) wake();
      return;
    }
    if (leftOut.sum() == 0)
      LOG.warn("Jobs are left out of Redis, since too many wait for it; the journal has them");
    leftOut.increment();
  }

  private void wake() {
    if (writing.compareAndSet(false, true)) dispatcher.execute(this::write);
  }

  /** One at a time does this: whoever set {@link #writing}. */
  private synchronized void write() {
    if (closed) return;
    try {
      if (!flushed) {
        redis.begin();
        flushed = true;
      } else if (!answers) redis.ping();
      putAll();
      answered();
    } catch (JedisException e) {
      failed(e);
      var next = pause;
      pause = PAUSES.after(pause);
      var _ = dispatcher.schedule(next, this::write);
      return; // it is still ours to write
    }
    pause = PAUSES.first();
    writing.set(false);
    if (postings.size() > 0 || !answers) wake(); // a reader may have found it silent meanwhile
  }

  private void putAll() {
    for (var some = postings.take(AT_ONCE); !some.isEmpty(); some = postings.take(AT_ONCE))
      try {
        redis.put(some);
      } catch (JedisException e) {
        postings.putBack(some);
        throw e;
      } catch (RuntimeException e) { // what cannot be written must not keep the rest from it
        LOG.error("{} jobs are left out of Redis, since they cannot be written", some.size(), e);
        leftOut.add(some.size());
      }
  }

  private void answered() {
    answers = true;
    if (troubled.compareAndSet(true, false)) LOG.info("Redis answers again");
  }

  private void failed(JedisException why) {
    answers = false;
    if (closed || !troubled.compareAndSet(false, true)) return;
    LOG.atWarn()
        .addKeyValue("redis", redis)
        .addKeyValue("err", RedisProbe.said(why))
        .log(
            "Could not connect to Redis. Please check your configuration."
                + " The node goes on with its journal and asks again.");
  }

  @Override
  public Optional<Job> find(Client client, JobId id) {
    return read(() -> redis.find(JobKey.of(client, id)), Optional.<String>empty())
        .flatMap(text -> JobDocument.read(id, text));
  }

  @Override
  public List<JobId> list(Client client, Set<JobStatus> statuses) {
    var ids = new LinkedHashSet<JobId>(); // one that ends meanwhile is found in both places
    if (statuses.contains(JobStatus.RUNNING))
      names(client, RedisDatabases.RUNNING)
          .forEach(name -> JobKey.id(client, name).ifPresent(ids::add));
    boolean succeeded = statuses.contains(JobStatus.SUCCESS);
    boolean failed = statuses.contains(JobStatus.FAILED);
    if (succeeded && failed)
      names(client, RedisDatabases.ENDED)
          .forEach(name -> JobKey.id(client, name).ifPresent(ids::add));
    else if (succeeded || failed)
      ids.addAll(ended(client, succeeded ? JobStatus.SUCCESS : JobStatus.FAILED));
    return List.copyOf(ids);
  }

  private List<String> names(Client client, int database) {
    return read(() -> redis.names(database, JobKey.pattern(client)), List.<String>of());
  }

  private List<JobId> ended(Client client, JobStatus how) {
    return read(
        () -> {
          var ids = new ArrayList<JobId>();
          redis.eachEnded(
              redis.names(RedisDatabases.ENDED, JobKey.pattern(client)),
              (name, text) ->
                  JobKey.id(client, name)
                      .flatMap(id -> JobDocument.read(id, text))
                      .filter(job -> job.status() == how)
                      .ifPresent(job -> ids.add(job.id())));
          return ids;
        },
        List.<JobId>of());
  }

  /** What Redis says; {@code otherwise} while it does not. */
  private <T> T read(Supplier<T> reading, T otherwise) {
    if (!answers || closed) return otherwise;
    try {
      return reading.get();
    } catch (JedisException e) {
      failed(e);
      wake();
      return otherwise;
    }
  }

  /** Writes what waits, if Redis answers. */
  @Override
  public synchronized void close() {
    if (closed) return;
    closed = true;
    try {
      if (answers) putAll();
    } catch (JedisException e) {
      LOG.atWarn()
          .addKeyValue("err", RedisProbe.said(e))
          .log("What ended last is not in Redis, only in the journal");
    } finally {
      redis.close();
    }
  }
}
