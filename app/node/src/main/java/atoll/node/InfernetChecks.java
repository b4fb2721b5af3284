package atoll.node;

import atoll.cli.CliEnvironment;
import atoll.cli.Invocation;
import atoll.cli.doctor.Check;
import atoll.infernet.config.ContainerConfig;
import atoll.infernet.config.InfernetConfig;
import atoll.infernet.containers.PortAssignment;
import atoll.infernet.containers.ServiceAddresses;
import atoll.jobs.redis.RedisProbe;
import atoll.kernel.AtollException;
import atoll.kernel.HttpAuthority;
import atoll.kernel.tls.TlsFiles;
import atoll.workload.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an Infernet node needs of this machine and of the world, by what its file says. */
final class InfernetChecks {
  private static final int PATIENCE_MILLIS = 2000;

  private InfernetChecks() {}

  /**
   * One check alone if the configuration makes no sense: that it does not.
   *
   * @param named its file, else the one that the node would find
   */
  static List<Check> of(Optional<Path> named, Invocation invocation) {
    var environment = invocation.environment();
    InfernetFile file;
    InfernetConfig config;
    try {
      file = named.map(InfernetFile::new).orElseGet(() -> InfernetFile.of(invocation));
      config = file.read(environment.variables());
    } catch (AtollException e) {
      return List.of(
          new Named(
              "config",
              () ->
                  Check.Finding.fail(
                      String.valueOf(e.getMessage()),
                      "docs/infernet.md tells what is what; infernet init writes a file to begin"
                          + " with")));
    }
    var checks = new ArrayList<Check>();
    checks.add(new Named("config", () -> Check.Finding.ok(file + " makes sense")));
    checks.add(new Named("rest port", () -> port(config.server().port(), "server.port")));
    config
        .server()
        .tls()
        .ifPresent(
            tls -> checks.add(new Named("certificate", () -> certificate(tls, environment))));
    config
        .metrics()
        .ifPresent(
            at -> checks.add(new Named("metrics port", () -> port(at.port(), "metrics.port"))));
    var containers = PortAssignment.assign(config.containers());
    if (config.manageContainers() && !containers.isEmpty())
      checks.add(new Named("containers", () -> engineAnswers(environment)));
    for (var container : containers)
      checks.add(
          new Named(
              "container " + container.id(), () -> container(config, container, environment)));
    if (config.redis().configured()) checks.add(new Named("redis", () -> redis(config.redis())));
    if (config.chain().enabled()) checks.addAll(ChainChecks.of(config.chain(), environment));
    return checks;
  }

  /** A check by its name. */
  record Named(String name, Look how) implements Check {
    interface Look {
      Finding look() throws InterruptedException;
    }

    @Override
    public Finding look() throws InterruptedException {
      return how.look();
    }
  }

  private static Check.Finding port(int port, String key) {
    if (port == 0) return Check.Finding.ok("any free one");
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return Check.Finding.ok(port + " is free");
    } catch (IOException e) {
      return Check.Finding.warn(
          port + " is in use",
          "If that is not the node itself, stop what holds it or choose another with " + key);
    }
  }

  private static Check.Finding certificate(TlsFiles tls, CliEnvironment environment) {
    try {
      var identity = tls.read();
      var told = identity.trouble(environment.clock().instant());
      return told.map(why ->
              Check.Finding.warn(
                  tls.certificate() + " " + why,
                  "Renew it; the node takes what is in the files without a restart"))
          .orElseGet(() -> Check.Finding.ok("good until " + identity.expires()));
    } catch (IOException | GeneralSecurityException e) {
      return Check.Finding.fail("it cannot be read: " + e, "Correct server.tls");
    }
  }

  private static Check.Finding engineAnswers(CliEnvironment environment) {
    try (var engine = new MachineEngine(environment)) {
      return switch (engine.readiness()) {
        case Readiness.Ready(var version, _) ->
            Check.Finding.ok("the engine at " + engine.host() + " answers, version " + version);
        case Readiness.NotReady(var why) ->
            Check.Finding.fail(
                why,
                "Start the engine, or set manage_containers to false and give each container a"
                    + " url");
      };
    } catch (AtollException e) {
      return Check.Finding.fail(String.valueOf(e.getMessage()), "");
    }
  }

  private static Check.Finding container(
      InfernetConfig config, ContainerConfig container, CliEnvironment environment) {
    var at = HttpAuthority.of(ServiceAddresses.base(container, environment.variables()));
    var place = at.host() + " port " + at.port();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.host(), at.port()), PATIENCE_MILLIS);
      return Check.Finding.ok("something listens at " + place);
    } catch (IOException | IllegalArgumentException e) {
      return config.manageContainers() && container.url().isEmpty()
          ? notStarted(container, environment)
          : Check.Finding.fail("nothing listens at " + place, "Start it, or correct its url");
    }
  }

  private static Check.Finding notStarted(ContainerConfig container, CliEnvironment environment) {
    var found = "not started, its port " + container.port() + " is free";
    var image = container.image();
    try (var engine = new MachineEngine(environment)) {
      return engine.hasImage(image)
          ? Check.Finding.ok(found + ", its image is here")
          : Check.Finding.warn(
              "its image " + image + " is not on this machine, so the start fetches it",
              "Fetch it now: docker pull " + image);
    } catch (AtollException e) { // that it does not answer, another check says
      return Check.Finding.ok(found);
    }
  }

  /** The node serves without it. */
  private static Check.Finding redis(InfernetConfig.RedisConfig redis) {
    var at = new InfernetConfig.Place(redis.host(), redis.port());
    return RedisProbe.trouble(redis.host(), redis.port())
        .map(why ->
            Check.Finding.warn(
                at + " does not answer: " + why,
                "Start it or correct redis.host; without it, jobs are in the node's journal"
                    + " alone"))
        .orElseGet(() -> Check.Finding.ok(at + " answers"));
  }
}
