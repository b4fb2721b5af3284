package atoll.journal.postgresql;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.CommitOutcome;
import atoll.journal.Condition;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A journal in a PostgreSQL database that several processes may share; conditions decide between
 * them. While the database is away everything throws, and works again when it is back.
 */
public final class PostgresJournal implements Journal {
  /** Of the advisory locks, in a database that may have others: "atll". */
  private static final int LOCKS = 0x61_74_6C_6C;

  private static final int LOCK_BUCKETS = 1_024;

  private final Database database;
  private final Crew crew = new Crew(Database.CONNECTIONS);

  private PostgresJournal(Database database) {
    this.database = database;
  }

  /**
   * Connects and makes the tables, or brings them up to date.
   *
   * @param jdbcUrl {@code jdbc:postgresql://HOST/NAME}; a password is better kept in the user's
   *     {@code .pgpass}
   * @throws JournalException if that is impossible, or a newer program has used the database
   */
  public static PostgresJournal open(String jdbcUrl) {
    return new PostgresJournal(Database.open(jdbcUrl));
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    return crew.call(() -> database.run("committing", connection -> commit(connection, batch)));
  }

  private static CommitOutcome commit(Connection connection, Batch batch) throws SQLException {
    long version = lock(connection, batch);
    for (var condition : batch.conditions())
      if (!holds(connection, condition)) return new CommitOutcome.Conflict(condition.key());
    put(connection, batch, version);
    remove(connection, batch);
    return new CommitOutcome.Durable();
  }

  /**
   * Lets no other batch with one of these keys run beside this one, and takes a version only then:
   * so versions of a key grow, and conditions hold until the end. Always in the same order, so
   * nobody waits for one who waits for them.
   */
  private static long lock(Connection connection, Batch batch) throws SQLException {
    var keys =
        Stream.concat(
            batch.conditions().stream().map(Condition::key),
            batch.changes().stream().map(Change::key));
    var buckets =
        keys.map(key -> Math.floorMod(key.toString().hashCode(), LOCK_BUCKETS))
            .distinct()
            .sorted()
            .toArray(Integer[]::new);
    try (var lock =
        connection.prepareStatement(
            "select pg_advisory_xact_lock(?, bucket) from unnest(?) as bucket")) {
      lock.setInt(1, LOCKS);
      lock.setArray(2, connection.createArrayOf("int4", buckets));
      lock.executeQuery().close();
    }
    try (var next = connection.prepareStatement("select nextval('entry_version')");
        var found = next.executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  private static boolean holds(Connection connection, Condition condition) throws SQLException {
    try (var select =
        connection.prepareStatement("select version from entry where collection = ? and key = ?")) {
      name(select, condition.key());
      try (var found = select.executeQuery()) {
        boolean exists = found.next();
        return switch (condition) {
          case Condition.Absent _ -> !exists;
          case Condition.Unchanged(_, var read) -> exists && found.getLong(1) == read;
        };
      }
    }
  }

  private static void put(Connection connection, Batch batch, long version) throws SQLException {
    try (var upsert =
        connection.prepareStatement(
            "insert into entry (collection, key, value, version) values (?, ?, ?, ?) on conflict"
                + " (collection, key) do update set value = excluded.value, version ="
                + " excluded.version")) {
      for (var change : batch.changes()) {
        if (!(change instanceof Change.Put(var key, var value))) continue;
        name(upsert, key);
        upsert.setBytes(3, value);
        upsert.setLong(4, version);
        upsert.addBatch();
      }
      var _ = upsert.executeBatch();
    }
  }

  private static void remove(Connection connection, Batch batch) throws SQLException {
    try (var delete =
        connection.prepareStatement("delete from entry where collection = ? and key = ?")) {
      for (var change : batch.changes()) {
        if (!(change instanceof Change.Remove(var key))) continue;
        name(delete, key);
        delete.addBatch();
      }
      var _ = delete.executeBatch();
    }
  }

  private static void name(PreparedStatement statement, EntryKey key) throws SQLException {
    statement.setString(1, key.collection());
    statement.setString(2, key.key());
  }

  @Override
  public Optional<Entry> find(EntryKey key) {
    return crew.call(() ->
        database.run(
            "reading " + key.collection(),
            connection -> {
              try (var select =
                  connection.prepareStatement(
                      "select value, version from entry where collection = ? and key = ?")) {
                name(select, key);
                try (var found = select.executeQuery()) {
                  return found.next()
                      ? Optional.of(new Entry(key, found.getBytes(1), found.getLong(2)))
                      : Optional.empty();
                }
              }
            }));
  }

  @Override
  public List<Entry> all(String collection) {
    return crew.call(
        () -> database.run("reading " + collection, connection -> all(connection, collection)));
  }

  private static List<Entry> all(Connection connection, String collection) throws SQLException {
    try (var select =
        connection.prepareStatement("select key, value, version from entry where collection = ?")) {
      select.setString(1, collection);
      select.setFetchSize(1_000);
      var entries = new ArrayList<Entry>();
      try (var found = select.executeQuery()) {
        while (found.next())
          entries.add(
              new Entry(
                  new EntryKey(collection, found.getString(1)),
                  found.getBytes(2),
                  found.getLong(3)));
      }
      entries.sort(Comparator.comparing(Entry::key)); // as every journal does, not as SQL would
      return entries;
    }
  }

  @Override
  public void close() {
    crew.close();
    database.close();
  }
}
