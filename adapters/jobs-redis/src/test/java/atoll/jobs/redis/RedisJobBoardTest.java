package atoll.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.actor.VirtualThreadDispatcher;
import atoll.jobs.Client;
import atoll.jobs.Job;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.jobs.ServiceName;
import atoll.jobs.StepResult;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RedisJobBoardTest {
  private static final Client ANNA = new Client("10.0.0.7");
  private static final Client SIXTH = new Client("0:0:0:0:0:0:0:1");
  private static final JobId ID = new JobId("0b7e");
  private static final Set<JobStatus> ALL = EnumSet.allOf(JobStatus.class);

  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private RedisServer server;

  @BeforeEach
  void begin() throws Exception {
    server = RedisServer.start();
  }

  @AfterEach
  void end() throws Exception {
    server.close();
    dispatcher.close();
  }

  @Test
  @DisplayName(
      "check 20: a running job lapses after 900 s in database 1, a finished one stays in 0")
  void layout() {
    try (var board = open()) {
      board.show(ANNA, running(ID));
      soon().until(() -> held(RedisDatabases.RUNNING, "10.0.0.7:0b7e") != null);
      try (var redis = server.client(RedisDatabases.RUNNING)) {
        assertThat(redis.ttl("10.0.0.7:0b7e")).isPositive().isLessThanOrEqualTo(900);
        assertThat(redis.get("10.0.0.7:0b7e"))
            .isEqualTo(
                "{\"id\":\"0b7e\",\"status\":\"running\",\"intermediate_results\":[],\"result\":null}");
      }
      assertThat(held(RedisDatabases.ENDED, "10.0.0.7:0b7e")).isNull();
      board.show(ANNA, succeeded(ID));
      soon().until(() -> held(RedisDatabases.ENDED, "10.0.0.7:0b7e") != null);
      assertThat(held(RedisDatabases.RUNNING, "10.0.0.7:0b7e")).isNull();
      try (var redis = server.client(RedisDatabases.ENDED)) {
        assertThat(redis.ttl("10.0.0.7:0b7e")).isEqualTo(-1);
        assertThat(redis.get("10.0.0.7:0b7e"))
            .isEqualTo(
                "{\"id\":\"0b7e\",\"status\":\"success\",\"intermediate_results\":[],"
                    + "\"result\":{\"container\":\"echo\",\"output\":{\"x\": 1}}}");
      }
    }
  }

  @Test
  @DisplayName("check 20: a start flushes database 1 and leaves database 0")
  void flush() {
    put(RedisDatabases.RUNNING, "10.0.0.7:old", "{\"id\":\"old\",\"status\":\"running\"}");
    put(RedisDatabases.ENDED, "10.0.0.7:done", "{\"id\":\"done\",\"status\":\"failed\"}");
    try (var board = open()) {
      assertThat(held(RedisDatabases.RUNNING, "10.0.0.7:old")).isNull();
      assertThat(board.find(ANNA, new JobId("done")))
          .contains(new Job(new JobId("done"), JobStatus.FAILED, List.of()));
    }
  }

  @Test
  void whatTheOriginalLeftIsFoundByItsClientAlone() {
    put(RedisDatabases.ENDED, "10.0.0.7:a", "{\"status\":\"success\",\"result\":null}");
    put(RedisDatabases.ENDED, "10.0.0.7:b", "{\"status\":\"failed\",\"result\":null}");
    put(RedisDatabases.ENDED, "10.0.0.70:c", "{\"status\":\"success\",\"result\":null}");
    put(RedisDatabases.ENDED, "::1:d", "{\"status\":\"success\",\"result\":null}");
    put(RedisDatabases.ENDED, "::1:2:e", "{\"status\":\"success\",\"result\":null}");
    try (var board = open()) {
      board.show(ANNA, running(ID));
      soon().until(() -> board.waiting() == 0 && !board.list(ANNA, ALL).isEmpty());
      assertThat(ids(board.list(ANNA, ALL))).containsExactlyInAnyOrder("0b7e", "a", "b");
      assertThat(ids(board.list(ANNA, Set.of(JobStatus.RUNNING)))).containsExactly("0b7e");
      assertThat(ids(board.list(ANNA, Set.of(JobStatus.FAILED)))).containsExactly("b");
      assertThat(ids(board.list(SIXTH, ALL))).containsExactly("d");
      assertThat(board.find(SIXTH, new JobId("d"))).isPresent();
      assertThat(board.find(SIXTH, new JobId("a"))).isEmpty();
    }
  }

  @Test
  void aJobThatEndsAtAnyMomentIsFoundAtEveryMoment() {
    try (var board = open()) {
      for (int i = 0; i < 100; i++) {
        var id = new JobId("j" + i);
        board.show(ANNA, running(id));
        soon().until(() -> board.find(ANNA, id).isPresent());
        board.show(ANNA, succeeded(id));
        while (board.find(ANNA, id).orElseThrow().status() == JobStatus.RUNNING)
          Thread.onSpinWait();
      }
    }
  }

  @Test
  void manyFinishedJobsAreListedByHowTheyEnded() {
    try (var board = open()) {
      for (int i = 0; i < 300; i++) {
        var id = new JobId("j" + i);
        board.show(ANNA, i % 3 == 0 ? new Job(id, JobStatus.FAILED, List.of()) : succeeded(id));
      }
      soon().until(() -> board.list(ANNA, ALL).size() == 300);
      assertThat(board.list(ANNA, Set.of(JobStatus.SUCCESS))).hasSize(200);
      assertThat(board.list(ANNA, Set.of(JobStatus.FAILED))).hasSize(100);
      assertThat(board.list(ANNA, Set.of(JobStatus.RUNNING))).isEmpty();
    }
  }

  @Test
  void whatIsNoJobIsNotFound() {
    put(RedisDatabases.ENDED, "10.0.0.7:a", "hello");
    try (var redis = server.client(RedisDatabases.ENDED)) {
      redis.lpush("10.0.0.7:b", "a list");
    }
    try (var board = open()) {
      assertThat(board.find(ANNA, new JobId("a"))).isEmpty();
      assertThat(board.find(ANNA, new JobId("b"))).isEmpty();
      assertThat(board.answers()).isTrue();
    }
  }

  @Test
  void whatHappensWhileRedisIsAwayIsWrittenWhenItIsBack() throws Exception {
    try (var board = open()) {
      server.kill();
      board.show(ANNA, running(ID));
      soon().until(() -> !board.answers());
      board.show(ANNA, succeeded(ID));
      assertThat(board.find(ANNA, ID)).as("while it is away").isEmpty();
      assertThat(board.list(ANNA, ALL)).isEmpty();
      server.again();
      soon().until(() -> held(RedisDatabases.ENDED, "10.0.0.7:0b7e") != null);
      assertThat(held(RedisDatabases.RUNNING, "10.0.0.7:0b7e")).isNull();
      soon().until(() -> board.find(ANNA, ID).isPresent());
    }
  }

  @Test
  void aRedisThatComesLaterIsFlushedThenAndWrittenTo() throws Exception {
    server.kill();
    try (var board = open()) {
      assertThat(board.answers()).isFalse();
      board.show(ANNA, running(ID));
      server.again();
      soon().until(() -> held(RedisDatabases.RUNNING, "10.0.0.7:0b7e") != null);
    }
  }

  @Test
  void aHostThatIsNoneIsNoTrouble() {
    try (var board = RedisJobBoard.open("no-such-host.invalid", 6379, dispatcher)) {
      board.show(ANNA, running(ID));
      assertThat(board.answers()).isFalse();
      assertThat(board.find(ANNA, ID)).isEmpty();
    }
  }

  @Test
  void whatWaitsIsWrittenBeforeTheEnd() {
    try (var board = open()) {
      for (int i = 0; i < 1000; i++) board.show(ANNA, succeeded(new JobId("j" + i)));
    }
    try (var redis = server.client(RedisDatabases.ENDED)) {
      assertThat(redis.dbSize()).isEqualTo(1000);
    }
  }

  private RedisJobBoard open() {
    return RedisJobBoard.open("127.0.0.1", server.port(), dispatcher);
  }

  private String held(int database, String key) {
    try (var redis = server.client(database)) {
      return redis.get(key);
    }
  }

  private void put(int database, String key, String value) {
    try (var redis = server.client(database)) {
      redis.set(key, value);
    }
  }

  private static List<String> ids(List<JobId> ids) {
    return ids.stream().map(JobId::value).toList();
  }

  private static Job running(JobId id) {
    return new Job(id, JobStatus.RUNNING, List.of());
  }

  private static Job succeeded(JobId id) {
    return new Job(
        id,
        JobStatus.SUCCESS,
        List.of(new StepResult.Output(new ServiceName("echo"), "{\"x\": 1}")));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }
}
