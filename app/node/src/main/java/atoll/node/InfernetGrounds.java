package atoll.node;

import atoll.actor.VirtualThreadDispatcher;
import atoll.cli.Program;
import atoll.hardware.MachineHardware;
import atoll.infernet.Surroundings;
import atoll.infernet.config.InfernetConfig;
import atoll.jobs.JobBoard;
import atoll.jobs.redis.RedisJobBoard;
import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Lifecycle;
import atoll.kernel.Resources;
import atoll.web.Metrics;
import atoll.workload.Alarm;
import atoll.workload.Readiness;
import atoll.workload.WorkloadExecutor;
import atoll.workload.docker.DockerExecutor;
import atoll.workload.docker.DockerHost;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * The real things that an Infernet node of this process is made of: a folder that no other process
 * has, time, chance, and the machine's container engine where containers are to be managed.
 */
final class InfernetGrounds implements AutoCloseable {
  private static final long PART_FOR_BODIES = 4;
  private static final EntryKey NAME = new EntryKey("infernet-node", "name");

  private final Lifecycle parts = new Lifecycle();
  private final Map<String, String> environment;
  private final Path work;
  private final Grounds grounds;
  private final Journal journal;

  /**
   * @throws atoll.journal.JournalException if another process has the folder, or it is damaged
   */
  InfernetGrounds(Path folder, Map<String, String> environment) {
    this.environment = environment;
    VirtualThreadDispatcher.leaveAProcessorToOthers(); // what its containers work with
    grounds =
        new Grounds(
            InstantSource.system(),
            System::nanoTime,
            new SecureRandom(),
            parts.add(new VirtualThreadDispatcher("infernet")));
    journal = parts.add(DataFolder.journalIn(folder, grounds));
    work = DataFolder.workIn(folder);
  }

  Grounds grounds() {
    return grounds;
  }

  Journal journal() {
    return journal;
  }

  Surroundings surroundings(InfernetConfig config, InetAddress bind) {
    var metrics = new Metrics();
    boolean containers = config.manageContainers() && !config.containers().isEmpty();
    return new Surroundings(
        environment,
        journal,
        containers ? Optional.of(engine()) : Optional.empty(),
        containers
            ? Share.of(new MachineHardware(work).inspect().resources(), 0, 1)
            : Resources.NONE,
        work,
        bind,
        grounds.dispatcher(),
        grounds.clock(),
        grounds.ticker(),
        grounds.random(),
        metrics,
        Runtime.getRuntime().maxMemory() / PART_FOR_BODIES,
        Program.VERSION,
        board(config.redis(), metrics));
  }

  /** The Redis that the file names, whether it answers yet or not. */
  private JobBoard board(InfernetConfig.RedisConfig redis, Metrics metrics) {
    if (!redis.configured()) return JobBoard.NONE;
    var board = parts.add(RedisJobBoard.open(redis.host(), redis.port(), grounds.dispatcher()));
    metrics.gauge("infernet_redis_up", "Whether Redis answers.", () -> board.answers() ? 1 : 0);
    metrics.gauge(
        "infernet_redis_waiting", "Entries that wait to be put into Redis.", board::waiting);
    metrics.counted(
        "infernet_redis_left_out_total",
        "Entries that Redis never got, since too many waited.",
        board::leftOut);
    return board;
  }

  /**
   * @throws AtollException if it does not answer, or the variables that name it make no sense
   */
  private WorkloadExecutor engine() {
    var host = DockerHost.of(environment);
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());
    parts.add(timer::shutdownNow);
    var executor = parts.add(new DockerExecutor(host, name(), Alarm.on(timer), grounds.clock()));
    return switch (executor.readiness()) {
      case Readiness.Ready _ -> executor;
      case Readiness.NotReady(var why) ->
          throw new AtollException(
              ErrorCode.CONFIG_REFUSED,
              "the containers are to be managed here, and "
                  + why
                  + "; or set manage_containers to false and give each container a url");
    };
  }

  /** By which the engine tells this node's containers from others'; kept, as they are. */
  private String name() {
    var kept = journal.find(NAME);
    if (kept.isPresent()) return new String(kept.get().value(), StandardCharsets.UTF_8);
    var bytes = new byte[8];
    grounds.random().nextBytes(bytes);
    var name = "infernet-" + HexFormat.of().formatHex(bytes);
    var _ = journal.commit(Batch.of(new Change.Put(NAME, name.getBytes(StandardCharsets.UTF_8))));
    return name;
  }

  @Override
  public void close() {
    parts.close();
  }
}
