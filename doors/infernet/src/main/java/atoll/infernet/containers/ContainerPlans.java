package atoll.infernet.containers;

import atoll.infernet.config.ContainerConfig;
import atoll.infernet.config.ContainerShare;
import atoll.infernet.config.InfernetConfig.RegistryLogin;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.AtollException;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.DnsLabel;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.Resources;
import atoll.kernel.Sha256;
import atoll.kernel.ShellWords;
import atoll.workload.LocalName;
import atoll.workload.Program;
import atoll.workload.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * What an executor is told about each container (Infernet §3.3).
 *
 * @param machine whose GPUs a container may see
 * @param folder for the containers' own folders
 */
record ContainerPlans(Optional<RegistryLogin> login, Resources machine, Path folder) {
  private static final EnsembleId OURS = new EnsembleId("infernet");
  private static final NodeName NODE = new NodeName("local");
  private static final int SERVED_INSIDE = 3000;
  private static final int NAME_DIGITS = 24;

  static AllocationId allocation(ContainerConfig container) {
    var label =
        DnsLabel.isValid(container.id())
            ? container.id()
            : "c-" + digest(container.id()).substring(0, NAME_DIGITS);
    return new AllocationId(OURS, NODE, new AllocationName(label));
  }

  static boolean isOurs(AllocationId allocation) {
    return allocation.ensemble().equals(OURS) && allocation.node().equals(NODE);
  }

  /** The same for the same configuration of a container, so that a changed one is made anew. */
  static String fingerprint(ContainerConfig container) {
    var told =
        String.join(
            "\0",
            container.image(),
            container.command(),
            container.env().toString(),
            Integer.toString(container.port()),
            Boolean.toString(container.gpu()),
            container.volumes().toString());
    return digest(told + limits(container.share()));
  }

  /** Nothing if there are none, so that a container of before there could be is not made anew. */
  private static String limits(ContainerShare share) {
    return share.memory().map(memory -> "\0memory " + memory.bytes()).orElse("")
        + share.cpus().map(cpus -> "\0cpus " + cpus.millicores()).orElse("");
  }

  /**
   * Makes the folders that it needs.
   *
   * @throws AtollException with {@code CONFIG_REFUSED} if a container cannot be run so
   */
  Workload workload(ContainerConfig container) {
    var allocation = allocation(container);
    return new Workload(
        allocation,
        AllocationType.SERVICE,
        program(container),
        new Resources(
            container.share().cpus().orElse(Cpu.ZERO),
            container.share().memory().orElse(Memory.ZERO),
            Disk.ZERO,
            container.gpu() ? machine.gpus() : List.of()),
        made(container, folder.resolve("containers").resolve(allocation.allocation().value())),
        List.of(),
        List.of(),
        List.of(),
        List.of(new Workload.PortBinding("0.0.0.0", container.port(), SERVED_INSIDE)),
        Optional.empty(),
        LocalName.of(container.id()));
  }

  private Program.Container program(ContainerConfig container) {
    try {
      var command = ShellWords.split(container.command());
      return new Program.Container(
          container.image(),
          Optional.empty(),
          command.isEmpty() ? Optional.empty() : Optional.of(command),
          container.env(),
          Optional.empty(),
          false,
          login.map(given -> new Program.Login(given.username(), given.password())),
          Program.Restart.ON_FAILURE,
          container.volumes(),
          container.gpu() && asksTheEngineForGpus(),
          Program.Manner.PLAIN);
    } catch (IllegalArgumentException e) {
      throw refused(container, "has a command that is no command: " + e.getMessage());
    }
  }

  /** It knows NVIDIA's, here or wherever it runs; others are devices of this machine. */
  private boolean asksTheEngineForGpus() {
    return machine.gpus().isEmpty()
        || machine.gpus().stream().anyMatch(gpu -> gpu.vendor() == GpuVendor.NVIDIA);
  }

  private static Path made(ContainerConfig container, Path folder) {
    try {
      return Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new AtollException(
          ErrorCode.STORAGE_FAILED,
          "container "
              + container.id()
              + " needs the folder "
              + folder
              + ", which cannot be made: "
              + words(e),
          e);
    }
  }

  private static String words(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "the user who starts the node may not";
      case FileAlreadyExistsException in -> in.getFile() + " is there and is no folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static AtollException refused(ContainerConfig container, String why) {
    return new AtollException(ErrorCode.CONFIG_REFUSED, "container " + container.id() + " " + why);
  }

  private static String digest(String text) {
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
