package atoll.ensemble;

import atoll.ensemble.AllocationSpec.KeyRef;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Valid ensembles with everything an ensemble can have, by seed. */
final class RandomEnsembles {
  private static final String TEXT = "aZ09 -_./:\"\\'é€😀\n\t=<>&\u2028";

  private final RandomGenerator random;
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final Map<String, Script> scripts = new LinkedHashMap<>();

  private RandomEnsembles(RandomGenerator random) {
    this.random = random;
  }

  static Ensemble from(RandomGenerator random) {
    return new RandomEnsembles(random).ensemble();
  }

  private Ensemble ensemble() {
    for (int i = random.nextInt(3); i > 0; i--) keys.put("key" + i, "ssh-ed25519 AAAA" + i);
    if (maybe()) keys.put("gpg", "-----BEGIN PGP PUBLIC KEY BLOCK-----");
    for (int i = random.nextInt(3); i > 0; i--)
      scripts.put("script" + i, new Script((text() + "x").getBytes(StandardCharsets.UTF_8)));

    var nodes = new LinkedHashMap<NodeName, NodeSpec>();
    var allocations = new LinkedHashMap<AllocationName, AllocationSpec>();
    int nodeCount = 1 + random.nextInt(4);
    for (int n = 0; n < nodeCount; n++) {
      var here = new ArrayList<AllocationName>();
      for (int a = 1 + random.nextInt(3); a > 0; a--) {
        var name = new AllocationName("a" + n + "-" + a);
        allocations.put(name, allocation(name, List.copyOf(here)));
        here.add(name);
      }
      nodes.put(new NodeName("n" + n), node(here));
    }
    var edges = new ArrayList<EdgeConstraint>();
    for (int n = 1; n < nodeCount; n++)
      if (maybe())
        edges.add(
            new EdgeConstraint(
                new NodeName("n" + n),
                new NodeName("n" + (n - 1)),
                maybe() ? OptionalLong.of(1 + random.nextInt(500)) : OptionalLong.empty(),
                maybe() ? OptionalLong.of(1 + random.nextInt(1 << 20)) : OptionalLong.empty()));
    var names = List.copyOf(allocations.keySet());
    return new Ensemble(
        allocations,
        nodes,
        edges,
        maybe(() -> supervisor(names)),
        keys,
        scripts,
        maybe(),
        maybe() ? List.of(peer()) : List.of(),
        maybe() ? Map.of("a b", text(), "c", "") : Map.of(),
        maybe() ? Map.of("main", new Ensemble.ContractRef("did:key:z1", "did:key:z2")) : Map.of(),
        pick(Ensemble.Escalation.values()));
  }

  private AllocationSpec allocation(AllocationName name, List<AllocationName> before) {
    var refs = new ArrayList<KeyRef>();
    for (var key : keys.entrySet()) {
      if (maybe()) refs.add(KeyRing.byName(key.getKey(), key.getValue()));
      else if (maybe()) refs.add(new KeyRef("ssh", key.getKey(), "/home/me/keys"));
    }
    var execution = execution();
    return new AllocationSpec(
        pick(AllocationType.values()),
        demand(),
        execution,
        maybe() ? name.value() : "dns-" + name.value(),
        refs,
        maybe() ? List.copyOf(scripts.keySet()) : List.of(),
        maybe(() -> healthCheck(execution)),
        maybe() ? List.of(new VolumeSpec.Local("data", "/data", maybe())) : List.of(),
        pick(AllocationSpec.FailureRecovery.values()),
        maybe() ? before : List.of());
  }

  private ResourceDemand demand() {
    var gpus = new ArrayList<GpuDemand>();
    for (int i = random.nextInt(3); i > 0; i--)
      gpus.add(
          new GpuDemand(
              maybe(() -> pick(GpuVendor.values())),
              maybe(() -> "model " + random.nextInt(9)),
              new Memory(random.nextLong(1L << 40))));
    return new ResourceDemand(
        new Cpu(1 + random.nextInt(64_000)),
        maybe() ? 0 : 1 + random.nextLong(5_000_000_000L),
        maybe(() -> "x86_64"),
        new Memory(1 + random.nextLong(1L << 50)),
        new Disk(1 + random.nextLong(1L << 50)),
        gpus);
  }

  private Execution execution() {
    return switch (random.nextInt(5)) {
      case 0 -> new Execution.Null();
      case 1 ->
          new Execution.Firecracker(
              "/kernel", "/root.img", maybe(this::word), maybe(this::word), maybe(this::word));
      case 2 -> new Execution.Wasm(module(), words(), environment());
      default ->
          new Execution.Docker(
              "host:5000/some/image:tag",
              maybe(this::words),
              maybe(this::words),
              environment(),
              maybe(() -> "/work"),
              maybe(),
              maybe(() -> new Execution.RegistryLogin("me", "p" + text())),
              pick(Execution.RestartPolicy.values()));
    };
  }

  private Execution.Module module() {
    if (maybe()) return new Execution.Module.Remote("https://host/m.wasm", "ab".repeat(32));
    var bytes = new byte[8 + random.nextInt(64)];
    random.nextBytes(bytes);
    System.arraycopy(Given.MODULE, 0, bytes, 0, 8);
    return new Execution.Module.Inline(bytes);
  }

  private HealthCheck healthCheck(Execution execution) {
    HealthCheck.Probe probe =
        switch (random.nextInt(execution instanceof Execution.Wasm ? 2 : 3)) {
          case 0 -> new HealthCheck.Probe.Http("http://localhost:80/x?y=1", maybe(this::text));
          case 1 -> new HealthCheck.Probe.Tcp(1 + random.nextInt(65535));
          default -> new HealthCheck.Probe.Command(List.of("sh", text()), maybe(this::text));
        };
    return new HealthCheck(
        probe,
        Duration.ofNanos(1 + random.nextLong(3_600_000_000_000L)),
        maybe() ? HealthCheck.DEFAULT_TIMEOUT : Duration.ofMillis(1 + random.nextInt(100_000)),
        Duration.ofSeconds(random.nextInt(100)),
        1 + random.nextInt(5),
        1 + random.nextInt(5));
  }

  private NodeSpec node(List<AllocationName> allocations) {
    var ports = new ArrayList<NodeSpec.PortSpec>();
    for (int i = random.nextInt(3); i > 0; i--)
      ports.add(
          new NodeSpec.PortSpec(
              maybe() ? 0 : 20_000 + i,
              80 + i,
              allocations.get(random.nextInt(allocations.size()))));
    return new NodeSpec(
        allocations,
        ports,
        maybe()
            ? LocationRule.ANYWHERE
            : new LocationRule(maybe() ? List.of(place()) : List.of(), List.of(place())),
        maybe(this::peer),
        random.nextInt(3),
        pick(NodeSpec.FailureRecovery.values()));
  }

  private Location place() {
    return new Location(
        Optional.of("EU"),
        Optional.of("DE"),
        maybe(() -> "Berlin"),
        maybe(() -> "64512"),
        maybe(() -> "An ISP"));
  }

  private Supervisor supervisor(List<AllocationName> names) {
    int half = random.nextInt(names.size());
    return new Supervisor(
        pick(Supervisor.Strategy.values()),
        names.subList(half, names.size()),
        half == 0 || maybe()
            ? List.of()
            : List.of(
                new Supervisor(
                    pick(Supervisor.Strategy.values()), names.subList(0, half), List.of())));
  }

  private Map<String, String> environment() {
    return maybe() ? Map.of() : Map.of("A", text(), "_b1", "", "C", "x=y");
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) words.add(text());
    return words;
  }

  private String word() {
    return "w" + random.nextInt(1000);
  }

  private String text() {
    var text = new StringBuilder();
    int[] letters = TEXT.codePoints().toArray();
    for (int i = random.nextInt(8); i > 0; i--)
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    return text.toString();
  }

  private String peer() {
    return "12D3KooWDwTirQce1RRKnasT5fPVFgzXCy6SiRgSwrwPGLC7zE91";
  }

  private boolean maybe() {
    return random.nextBoolean();
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return maybe() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
