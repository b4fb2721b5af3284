package atoll.infernet.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.SteppedDispatcher;
import atoll.infernet.InfernetDoor;
import atoll.infernet.config.ConfigReader;
import atoll.infernet.config.InfernetConfig;
import atoll.infernet.config.InfernetConfig.Place;
import atoll.infernet.containers.CallTimes;
import atoll.infernet.containers.ContainerCalls;
import atoll.infernet.containers.ContainerWorker;
import atoll.infernet.containers.ServiceAddresses;
import atoll.jobs.Client;
import atoll.jobs.JobBoard;
import atoll.jobs.JobDesk;
import atoll.jobs.JobId;
import atoll.jobs.JobLimits;
import atoll.jobs.JobStatus;
import atoll.journal.InMemoryJournal;
import atoll.kernel.Resources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.msgpack.core.MessagePack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class FluentForwardTest {
  private static final int MOST_WAITING = 200;
  private static final InfernetConfig CONFIG =
      ConfigReader.parse("config.json", "{}".getBytes(UTF_8));

  private final SteppedDispatcher world =
      new SteppedDispatcher(Instant.parse("2026-01-01T00:00:00Z"), new Random(1));
  private final ContainerCalls calls = new ContainerCalls(world);
  private final JobDesk desk = desk();
  private int jobs;

  private JobDesk desk() {
    return JobDesk.open(
        new JobDesk.Parts(
            new InMemoryJournal(),
            InfernetDoor.admission(CONFIG),
            new ContainerWorker(
                new ServiceAddresses(List.of(), Map.of()), calls, new CallTimes(List.of())),
            world,
            world,
            new Random(1),
            JobLimits.DEFAULT,
            JobBoard.NONE));
  }

  private FluentForward begin(int port) {
    var statistics =
        new Statistics(
            CONFIG,
            new Statistics.Identity("uid", Optional.empty(), "0.1.0"),
            desk.tally(),
            new PendingJobs(desk, () -> 0),
            Resources.NONE,
            world);
    return FluentForward.begin(new Place("127.0.0.1", port), statistics, world, world);
  }

  private void endJobs(int many) {
    for (int i = 0; i < many; i++)
      desk.report(new Client("somebody"), new JobId("job-" + jobs++), JobStatus.SUCCESS, List.of());
  }

  private static ServerSocket collector(int port) throws IOException {
    return new ServerSocket(port, MOST_WAITING, InetAddress.ofLiteral("127.0.0.1"));
  }

  /** How many jobs succeeded by the next {@code stats.node} that came. */
  private static long told(ServerSocket collector) throws IOException {
    while (true)
      try (var socket = collector.accept();
          var unpacker = MessagePack.newDefaultUnpacker(socket.getInputStream())) {
        assertThat(unpacker.unpackArrayHeader()).isEqualTo(3);
        var tag = unpacker.unpackString();
        assertThat(unpacker.unpackLong()).isPositive();
        var record = record(unpacker.unpackValue().toJson());
        if (tag.equals("stats.node"))
          return record.at("/counters/jobs/offchain/success").longValue();
      }
  }

  private static JsonNode record(String json) {
    return new JsonMapper().readTree(json);
  }

  @Test
  @DisplayName("§6.2: a record counts what ended since the last one, the one at the end too")
  void eachJobIsCountedOnce() throws Exception {
    try (var collector = collector(0)) {
      endJobs(2);
      var forward = begin(collector.getLocalPort());
      world.settle();
      assertThat(told(collector)).isEqualTo(2);
      endJobs(3);
      world.advance(Duration.ofHours(1));
      assertThat(told(collector)).isEqualTo(3);
      world.advance(Duration.ofHours(1));
      assertThat(told(collector)).isZero();
      endJobs(1);
      forward.close();
      assertThat(told(collector)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("what was counted while the collector was away is told when it is back")
  void nothingIsLostWithARecord() throws Exception {
    int port;
    try (var collector = collector(0)) {
      port = collector.getLocalPort();
    }
    try (var _ = begin(port)) {
      world.settle();
      endJobs(4);
      world.advance(Duration.ofHours(1));
      endJobs(1);
      try (var collector = collector(port)) {
        world.advance(Duration.ofHours(1));
        assertThat(told(collector)).isEqualTo(5);
      }
    }
  }
}
