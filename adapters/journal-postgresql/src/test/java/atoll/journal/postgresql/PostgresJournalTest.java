package atoll.journal.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.CommitOutcome;
import atoll.journal.Condition;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.JournalContract;
import atoll.journal.JournalException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresJournalTest extends JournalContract {
  private static final EntryKey COUNTER = new EntryKey("counters", "shared");

  private static Cluster cluster;
  private String url;

  @BeforeAll
  static void startDatabase() throws Exception {
    cluster = Cluster.start();
  }

  @AfterAll
  static void endDatabase() throws Exception {
    if (cluster != null) cluster.close();
  }

  @Override
  protected Journal open() throws Exception {
    url = cluster.newDatabase();
    return PostgresJournal.open(url);
  }

  @Override
  protected Journal reopen(Journal killed) {
    var again = PostgresJournal.open(url);
    killed.close();
    return again;
  }

  @Test
  void gatewaysThatShareItCountTogether() throws Exception {
    try (var first = PostgresJournal.open(url);
        var second = PostgresJournal.open(url)) {
      var counters = new ArrayList<Thread>();
      for (int i = 0; i < 8; i++) {
        var journal = i % 2 == 0 ? first : second;
        counters.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int n = 0; n < 25; n++) addOne(journal);
                }));
      }
      for (var counter : counters) counter.join();
      assertThat(first.find(COUNTER).map(PostgresJournalTest::number)).contains(200);
    }
  }

  private static void addOne(Journal journal) {
    while (true) {
      var before = journal.find(COUNTER);
      var next = before.map(PostgresJournalTest::number).orElse(0) + 1;
      var condition =
          before
              .<Condition>map(entry -> new Condition.Unchanged(COUNTER, entry.version()))
              .orElseGet(() -> new Condition.Absent(COUNTER));
      var batch = Batch.of(put(COUNTER, Integer.toString(next))).onlyIf(condition);
      if (journal.commit(batch) instanceof CommitOutcome.Durable) return;
    }
  }

  @Test
  void batchesThatTouchTheSameKeysInAnotherOrderDoNotWaitForEachOther() throws Exception {
    var a = new EntryKey("keys", "a");
    var b = new EntryKey("keys", "b");
    try (var journal = PostgresJournal.open(url)) {
      var writers = new ArrayList<Thread>();
      for (int i = 0; i < 8; i++) {
        var batch =
            i % 2 == 0
                ? Batch.of(put(a, "x"), put(b, "x"))
                : Batch.of(put(b, "y"), new Change.Remove(a));
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int n = 0; n < 25; n++) journal.commit(batch);
                }));
      }
      for (var writer : writers) writer.join();
      boolean isX =
          journal.find(b).map(entry -> new String(entry.value(), UTF_8)).get().equals("x");
      assertThat(journal.find(a).isPresent()).isEqualTo(isX);
    }
  }

  @Test
  void whileTheDatabaseIsAwayNothingIsAcknowledgedAndLaterAllIsThere() throws Exception {
    try (var journal = PostgresJournal.open(url)) {
      journal.commit(Batch.of(put(COUNTER, "1")));
      cluster.end();
      try {
        assertThatThrownBy(() -> journal.commit(Batch.of(put(COUNTER, "2"))))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("the database jdbc:postgresql://127.0.0.1")
            .hasMessageNotContaining("user=");
        assertThatThrownBy(() -> journal.find(COUNTER)).isInstanceOf(JournalException.class);
      } finally {
        cluster.begin();
      }
      await()
          .atMost(Duration.ofSeconds(40))
          .ignoreExceptionsMatching(JournalException.class::isInstance)
          .untilAsserted(
              () -> assertThat(journal.find(COUNTER).map(PostgresJournalTest::number)).contains(1));
      assertThat(journal.commit(Batch.of(put(COUNTER, "3"))))
          .isInstanceOf(CommitOutcome.Durable.class);
    }
  }

  @Test
  void tablesOfANewerProgramAreRefused() throws Exception {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into atoll_journal.history (installed_rank, version, description, type, script,"
              + " installed_by, execution_time, success) values (99, '99', 'later', 'SQL',"
              + " 'V99__later.sql', 'atoll', 1, true)");
    }
    assertThatThrownBy(() -> PostgresJournal.open(url))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("newer program: it has schema 99");
  }

  @Test
  void aDatabaseThatFlushesNothingIsRefused() throws Exception {
    set("alter system set fsync = off", "off");
    try {
      assertThatThrownBy(() -> PostgresJournal.open(url))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("has fsync = off: it loses what it acknowledged; set it to on");
    } finally {
      set("alter system reset fsync", "on");
    }
  }

  private void set(String change, String fsync) throws Exception {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(change);
      statement.execute("select pg_reload_conf()");
    }
    await().untilAsserted(() -> assertThat(fsync()).isEqualTo(fsync));
  }

  private String fsync() throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var found = statement.executeQuery("show fsync")) {
      found.next();
      return found.getString(1);
    }
  }

  @Test
  void anAddressThatIsNoneOrWhereNobodyAnswersIsRefusedWithoutThePassword() {
    assertThatThrownBy(() -> PostgresJournal.open("jdbc:mysql://localhost/atoll?password=hush"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("jdbc:postgresql://HOST/NAME")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(
            () -> PostgresJournal.open("jdbc:postgresql://127.0.0.1:1/atoll?password=hush"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/atoll")
        .hasMessageNotContaining("hush");
  }

  private static Change put(EntryKey key, String value) {
    return new Change.Put(key, value.getBytes(UTF_8));
  }

  private static int number(Entry entry) {
    return Integer.parseInt(new String(entry.value(), UTF_8));
  }
}
