package atoll.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * What production code logs as an error: in a simulation, where every fault is one that it must
 * expect, there is none. Each thread has its own first one.
 */
final class LoggedErrors extends AppenderBase<ILoggingEvent> {
  private static final ThreadLocal<Optional<String>> FIRST =
      ThreadLocal.withInitial(Optional::empty);

  private LoggedErrors() {}

  /** From now on nothing is logged in this program, but errors are remembered. */
  static void listen() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.ERROR);
    var listener = new LoggedErrors();
    listener.setContext(context);
    listener.start();
    root.addAppender(listener);
  }

  /** The first since this was last called on this thread. */
  static Optional<String> take() {
    var first = FIRST.get();
    FIRST.remove();
    return first;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (FIRST.get().isPresent() || !event.getLevel().isGreaterOrEqual(Level.ERROR)) return;
    var thrown = event.getThrowableProxy();
    FIRST.set(
        Optional.of(
            event.getFormattedMessage()
                + (thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown))));
  }
}
