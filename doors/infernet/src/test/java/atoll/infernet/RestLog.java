package atoll.infernet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the door tells in the log, each line with its parameters, until it is closed. */
final class RestLog implements AutoCloseable {
  private static final Logger REST = (Logger) LoggerFactory.getLogger("server.rest");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          var line = new StringBuilder(event.getFormattedMessage());
          if (event.getKeyValuePairs() != null)
            event
                .getKeyValuePairs()
                .forEach(pair -> line.append(' ').append(pair.key).append('=').append(pair.value));
          lines.add(line.toString());
        }
      };

  RestLog() {
    appender.start();
    REST.addAppender(appender);
    REST.setLevel(Level.INFO);
    REST.setAdditive(false);
  }

  /** So far; clearing it begins anew. */
  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    REST.detachAppender(appender);
    REST.setLevel(null);
    REST.setAdditive(true);
  }
}
