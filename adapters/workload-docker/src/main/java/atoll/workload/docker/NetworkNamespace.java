package atoll.workload.docker;

import atoll.workload.WorkloadNetwork;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The network of a container, entered by way of its first process (setns(2),
 * network_namespaces(7)): a kernel thread's namespace is its own, so each visit takes a thread that
 * ends with it. Takes root.
 */
final class NetworkNamespace implements WorkloadNetwork {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();

  private final Path namespace;

  private NetworkNamespace(Path namespace) {
    this.namespace = namespace;
  }

  /**
   * @param pid of the container's first process, as this process sees it
   * @throws IOException if that process is not the container's, or this one may not enter
   */
  static NetworkNamespace of(String container, long pid) throws IOException {
    var process = Path.of("/proc", Long.toString(pid));
    if (pid <= 1 || !Files.readString(process.resolve("cgroup")).contains(container))
      throw new IOException(
          "process "
              + pid
              + " is not the container's here: this program does not see the machine's");
    return new NetworkNamespace(process.resolve("ns/net"));
  }

  /** Whether this process has what it takes: root's rights over the machine's namespaces. */
  static boolean mayEnter() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("CapEff:"))
          .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(rights -> (rights & 1L << 21) != 0); // CAP_SYS_ADMIN
    } catch (IOException | NumberFormatException e) {
      return false; // no Linux
    }
  }

  @Override
  public <T> T call(Callable<T> inside) throws IOException, InterruptedException {
    var visit =
        new FutureTask<>(() -> {
          enter();
          return inside.call();
        });
    var thread = Thread.ofPlatform().name("in " + namespace).daemon().start(visit);
    try {
      return visit.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) throw failed;
      throw new IOException("in the network of a container: " + e.getCause(), e.getCause());
    }
  }

  private void enter() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(CAPTURED);
      int file =
          (int)
              Calls.OPEN.invokeExact(
                  errno, arena.allocateFrom(namespace.toString()), O_RDONLY_CLOEXEC);
      if (file < 0) throw failed("opening", errno);
      try {
        if ((int) Calls.SETNS.invokeExact(errno, file, CLONE_NEWNET) != 0)
          throw failed("entering", errno);
      } finally {
        int _ = (int) Calls.CLOSE.invokeExact(file);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("entering " + namespace, e);
    }
  }

  private IOException failed(String doing, MemorySegment errno) {
    int code =
        (int) CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno")).get(errno, 0L);
    return new IOException(doing + " " + namespace + " failed with error " + code);
  }

  /** The C library, loaded when it is first needed. */
  private static final class Calls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    static final MethodHandle OPEN =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    static final MethodHandle SETNS =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("setns"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            ERRNO);
    static final MethodHandle CLOSE =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
