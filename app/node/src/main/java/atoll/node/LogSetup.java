package atoll.node;

import atoll.dms.behaviours.LogLevel;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Sends log lines to standard error: warnings, or from the level that the system property {@code
 * atoll.log} names. Written out here since reading a file for it would cost every start a tenth of
 * a second.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final List<String> INFERNET = List.of("server", "orchestration", "chain");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n");
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("atoll").setLevel(Level.toLevel(System.getProperty("atoll.log"), Level.WARN));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** From now on an Infernet node's events are told, with the original's names (Infernet §7). */
  static void tellInfernet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context)
      for (var name : INFERNET) context.getLogger(name).setLevel(Level.INFO);
  }

  /** From now on this program logs from {@code level} on. */
  static void level(LogLevel level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context)
      context.getLogger("atoll").setLevel(Level.toLevel(level.name()));
  }
}
