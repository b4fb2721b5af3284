package atoll.journal.postgresql;

import atoll.journal.JournalException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

/** The connections to one database, whose tables are those that this program knows. */
final class Database implements AutoCloseable {
  static final int CONNECTIONS = 8;

  private static final String SCHEMA = "atoll_journal";
  private static final String MIGRATIONS = "classpath:atoll/journal/postgresql";
  private static final Pattern PASSWORD = Pattern.compile("(?<=[?&])password=([^&]*)&?");
  private static final Duration WAIT = Duration.ofSeconds(3);

  private final HikariDataSource connections;
  private final String name;

  private Database(HikariDataSource connections, String name) {
    this.connections = connections;
    this.name = name;
  }

  /**
   * Connects and brings the tables up to date.
   *
   * @throws JournalException if there is no database, it does not keep what it acknowledges, or a
   *     newer program has used it
   */
  static Database open(String jdbcUrl) {
    var name = withoutSecrets(jdbcUrl);
    if (!jdbcUrl.startsWith("jdbc:postgresql:"))
      throw new JournalException("a database is given as jdbc:postgresql://HOST/NAME, not " + name);
    var config = new HikariConfig();
    var password = PASSWORD.matcher(jdbcUrl);
    if (password.find())
      config.setPassword(URLDecoder.decode(password.group(1), StandardCharsets.UTF_8));
    config.setJdbcUrl(password.replaceAll("")); // the address is logged, a password is not
    config.setPoolName("journal");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setSchema(SCHEMA);
    config.setAutoCommit(false);
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "30");
    config.addDataSourceProperty("ApplicationName", "atoll");
    config.setConnectionInitSql("set synchronous_commit to on");
    config.setInitializationFailTimeout(-1); // the check below says more
    var database = new Database(new HikariDataSource(config), name);
    try {
      database.check();
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** The address without user and password. */
  private static String withoutSecrets(String jdbcUrl) {
    return jdbcUrl.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
  }

  private void check() {
    require("fsync", "on", "it loses what it acknowledged");
    require("server_encoding", "UTF8", "it cannot hold every key");
  }

  private void require(String setting, String value, String otherwise) {
    var found = run("looking at its settings", connection -> show(connection, setting));
    if (!found.equals(value))
      throw new JournalException(
          "the database %s has %s = %s: %s; set it to %s"
              .formatted(name, setting, found, otherwise, value));
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery("show " + setting)) {
      found.next();
      return found.getString(1);
    }
  }

  private void migrate() {
    var flyway =
        Flyway.configure()
            .dataSource(connections)
            .schemas(SCHEMA)
            .table("history")
            .locations(MIGRATIONS)
            .failOnMissingLocations(true)
            .load();
    try {
      for (var migration : flyway.info().all())
        if (migration.getState() == MigrationState.FUTURE_SUCCESS
            || migration.getState() == MigrationState.FUTURE_FAILED)
          throw new JournalException(
              "the database %s was used by a newer program: it has schema %s, which this one does not know"
                  .formatted(name, migration.getVersion()));
      var _ = flyway.migrate();
    } catch (FlywayException e) {
      throw new JournalException(
          "the tables of the database %s cannot be made: %s".formatted(name, firstLine(e)), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
  }

  /** Something to do in one transaction. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /**
   * Does {@code work} and commits it, or none of it.
   *
   * @throws JournalException if the database fails; whether a commit that was sent came through is
   *     not known then
   */
  <T> T run(String doing, Work<T> work) {
    try (var connection = connections.getConnection()) {
      try {
        var result = work.in(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new JournalException(
          "the database %s failed while %s: %s".formatted(name, doing, firstLine(e)), e);
    }
  }

  private static void rollBack(Connection connection, Exception because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e); // a connection that is gone rolls back by itself
    }
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    connections.close();
  }
}
