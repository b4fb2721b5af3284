package atoll.infernet.operations;

import atoll.actor.Dispatcher;
import atoll.infernet.config.InfernetConfig.Place;
import atoll.jobs.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends a node's statistics to a collector (Infernet §6.3): {@code [tag, time, record]} in
 * MessagePack over TCP, the message mode of Fluentd's forward protocol. Nobody waits for it; a
 * record that cannot be sent is lost, but not its counts, and that is told once until one is sent
 * again.
 */
public final class FluentForward implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("utils.stats");
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration NODE = Duration.ofHours(1);
  private static final Duration LIVE = Duration.ofSeconds(60);

  private final Place collector;
  private final Statistics statistics;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final AtomicBoolean troubled = new AtomicBoolean();
  private volatile boolean closed;
  private Tally.Counts told = Tally.Counts.NONE;

  private FluentForward(
      Place collector, Statistics statistics, Dispatcher dispatcher, InstantSource clock) {
    this.collector = collector;
    this.statistics = statistics;
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  /** Sends from now on, until it is closed: what the node is every hour, what it does a minute. */
  public static FluentForward begin(
      Place collector, Statistics statistics, Dispatcher dispatcher, InstantSource clock) {
    var forward = new FluentForward(collector, statistics, dispatcher, clock);
    dispatcher.execute(forward::node);
    dispatcher.execute(forward::live);
    return forward;
  }

  private void node() {
    if (closed) return;
    sendNode();
    var _ = dispatcher.schedule(NODE, this::node);
  }

  private void live() {
    if (closed) return;
    send("stats.live", statistics.live());
    var _ = dispatcher.schedule(LIVE, this::live);
  }

  /** With how jobs ended since that was last told: collectors add these numbers up (§6.2). */
  private synchronized void sendNode() {
    var ends = statistics.ends();
    if (send("stats.node", statistics.node(ends.since(told)))) told = ends;
  }

  /** Tells whether it was sent. */
  private boolean send(String tag, ObjectNode record) {
    try (var socket = new Socket();
        var _ = dispatcher.schedule(PATIENCE, () -> end(socket))) {
      socket.connect(new InetSocketAddress(collector.host(), collector.port()));
      socket.getOutputStream().write(packed(tag, record));
      troubled.set(false);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      if (troubled.compareAndSet(false, true))
        LOG.atWarn()
            .addKeyValue("collector", collector)
            .addKeyValue("err", e)
            .log("Statistics could not be sent");
      return false;
    }
  }

  private static void end(Socket late) {
    try {
      late.close();
    } catch (IOException e) {
      LOG.debug("a call to a collector that took too long could not be ended", e);
    }
  }

  private byte[] packed(String tag, ObjectNode record) {
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(3).packString(tag).packLong(clock.instant().getEpochSecond());
      pack(packer, record);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("packing into memory", e);
    }
  }

  private static void pack(MessageBufferPacker packer, JsonNode node) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        packer.packMapHeader(node.size());
        for (var member : node.properties()) {
          packer.packString(member.getKey());
          pack(packer, member.getValue());
        }
      }
      case ARRAY -> {
        packer.packArrayHeader(node.size());
        for (var item : node) pack(packer, item);
      }
      case STRING -> packer.packString(node.stringValue());
      case NUMBER -> packer.packLong(node.longValue());
      case BOOLEAN -> packer.packBoolean(node.booleanValue());
      case NULL, MISSING, BINARY, POJO -> packer.packNil();
    }
  }

  /** Sends what the node has become, for the last time. Blocks for six seconds at most. */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    sendNode();
  }
}
