package atoll.provider;

import atoll.actor.Handle;
import atoll.ensemble.Execution;
import atoll.ensemble.VolumeSpec;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.Resources;
import atoll.protocol.AllocateRequest;
import atoll.protocol.CarriedModule;
import atoll.workload.CapturedOutput;
import atoll.workload.OutputFiles;
import atoll.workload.Program;
import atoll.workload.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns an order into something that an executor can run on this machine. */
final class Workloads {
  private final ProviderSettings settings;
  private final Folders folders;
  private final ModuleSource modules;
  private final Hosting hosting;

  Workloads(ProviderSettings settings, Folders folders, ModuleSource modules, Hosting hosting) {
    this.settings = settings;
    this.folders = folders;
    this.modules = modules;
    this.hosting = hosting;
  }

  /** Why this machine would not run the order, if so: what it mounts is not its owner's to give. */
  Optional<String> refusal(AllocateRequest.Order order) {
    for (var volume : order.volumes()) {
      switch (volume) {
        case VolumeSpec.Local local -> {
          if (!local.source().startsWith("/")) continue;
          var source = Path.of(local.source()).normalize();
          if (settings.mountable().stream().noneMatch(source::startsWith))
            return Optional.of(
                "this provider does not lend its folder "
                    + local.source()
                    + "; name a volume instead of a path");
        }
      }
    }
    if (order.execution() instanceof Execution.Docker docker
        && docker.privileged()
        && !settings.privilegedAllowed())
      return Optional.of("this provider runs no privileged containers");
    return Optional.empty();
  }

  /** What an allocation wrote before this machine was restarted; empty if nothing is left of it. */
  Optional<CapturedOutput> leftOutput(AllocationId allocation) {
    var folder = folders.of(allocation);
    if (!Files.isDirectory(folder)) return Optional.empty();
    try (var output = OutputFiles.open(folder, OutputFiles.DEFAULT_LIMIT_BYTES)) {
      return Optional.of(output); // ended: nothing more comes
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * @throws IOException if a folder cannot be made, or a module cannot be fetched
   */
  Workload prepare(
      AllocationId id,
      AllocateRequest.Order order,
      Resources part,
      List<PortLedger.Mapping> ports,
      Did owner,
      Handle orchestrator)
      throws IOException, InterruptedException {
    var directory = folders.of(id);
    makePrivate(directory);
    var mounts = new ArrayList<Workload.Mount>();
    for (var volume : order.volumes()) {
      switch (volume) {
        case VolumeSpec.Local local ->
            mounts.add(
                new Workload.Mount(
                    source(local, owner), local.mountDestination(), local.readOnly()));
      }
    }
    return new Workload(
        id,
        order.type(),
        program(id, order, orchestrator),
        part,
        directory,
        order.scripts().stream()
            .map(s -> new Workload.ProvisionScript(s.name(), s.contents()))
            .toList(),
        order.keys().stream()
            .map(k ->
                new Workload.KeyFile(
                    k.type(), k.contents().getBytes(StandardCharsets.UTF_8), k.destination()))
            .toList(),
        mounts,
        ports.stream()
            .map(p ->
                new Workload.PortBinding(settings.bindAddress(), p.publicPort(), p.privatePort()))
            .toList(),
        Optional.empty(),
        Optional.empty());
  }

  private Program program(AllocationId id, AllocateRequest.Order order, Handle orchestrator)
      throws IOException, InterruptedException {
    return switch (order.execution()) {
      case Execution.Null() -> new Program.Nothing();
      case Execution.Wasm wasm ->
          new Program.WasmModule(
              switch (wasm.module()) {
                case Execution.Module.Inline(var bytes) ->
                    order.carried().isPresent()
                        ? carried(id, order.carried().get(), orchestrator)
                        : bytes;
                case Execution.Module.Remote remote ->
                    new KeptModule(folders.of(id))
                        .orFetched(_ -> true, () -> modules.fetch(remote));
              },
              wasm.arguments(),
              wasm.environment());
      case Execution.Docker docker ->
          new Program.Container(
              docker.image(),
              docker.entrypoint(),
              docker.command(),
              docker.environment(),
              docker.workingDirectory(),
              docker.privileged(),
              docker.login().map(login -> new Program.Login(login.username(), login.password())),
              switch (docker.restartPolicy()) {
                case NO -> Program.Restart.NO;
                case ON_FAILURE -> Program.Restart.ON_FAILURE;
                case ALWAYS -> Program.Restart.ALWAYS;
                case UNLESS_STOPPED -> Program.Restart.UNLESS_STOPPED;
              },
              List.of(),
              false,
              Program.Manner.CONFINED);
      case Execution.Firecracker _ -> throw new IOException("this provider starts no microVMs");
    };
  }

  private byte[] carried(AllocationId id, CarriedModule module, Handle orchestrator)
      throws IOException, InterruptedException {
    return new KeptModule(folders.of(id))
        .orFetched(module::is, () -> hosting.fetch(orchestrator, id.ensemble(), module));
  }

  /**
   * A named volume is a folder of its owner's own, so that two owners never share one by chance.
   */
  private Path source(VolumeSpec.Local volume, Did owner) throws IOException {
    if (volume.source().startsWith("/")) return Path.of(volume.source()).normalize();
    var folder =
        settings
            .directory()
            .resolve("volumes")
            .resolve(OwnerDigest.of(owner))
            .resolve(volume.source());
    makePrivate(folder);
    return folder;
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
