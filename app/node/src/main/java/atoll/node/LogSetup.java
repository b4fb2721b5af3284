package atoll.node;

import atoll.cli.Paint;
import atoll.dms.behaviours.LogLevel;
import atoll.infernet.config.InfernetConfig.LogConfig;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Sends log lines to standard error: warnings, or from the level that the system property {@code
 * atoll.log} names. Written out here since reading a file for it would cost every start a tenth of
 * a second.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final List<String> INFERNET =
      List.of("__main__", "server", "orchestration", "chain");
  private static final String CONSOLE = "console";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20} %msg%n");
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setName(CONSOLE);
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

  /**
   * From now on an Infernet node's events are told as the original tells them, from {@code INFO} on
   * (Infernet §7).
   */
  private static void tellInfernet(Paint paint) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) return;
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (root.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
      var line = new InfernetLine.OfConsole(paint);
      line.setContext(context);
      line.start();
      console.setEncoder(line);
      var fromInfo = new ThresholdFilter();
      fromInfo.setLevel(Level.INFO.toString());
      fromInfo.start();
      console.addFilter(fromInfo);
    }
    for (var name : INFERNET) context.getLogger(name).setLevel(Level.INFO);
  }

  /**
   * The same, and from {@code DEBUG} on in a file, a JSON object a line. A file that cannot be
   * written is told, and keeps nothing from running.
   *
   * @param folder that the file's path begins in
   * @param paint of the console
   */
  static void tellInfernet(LogConfig config, Path folder, Paint paint) {
    tellInfernet(paint);
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) return;
    var line = new InfernetLine.OfFile();
    line.setContext(context);
    line.start();
    try {
      var path = folder.resolve(config.path());
      var file =
          new RotatedFile(
              path,
              config.maxFileSize(),
              config.backupCount(),
              line,
              () -> System.err.println("atoll: lines are missing in " + path));
      file.setContext(context);
      file.start();
      context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(file);
      for (var name : INFERNET) context.getLogger(name).setLevel(Level.DEBUG);
    } catch (IOException | InvalidPathException e) {
      LoggerFactory.getLogger("__main__")
          .warn("The log cannot be written to {}: {}", config.path(), e.toString());
    }
  }

  /** From now on this program logs from {@code level} on. */
  static void level(LogLevel level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context)
      context.getLogger("atoll").setLevel(Level.toLevel(level.name()));
  }
}
