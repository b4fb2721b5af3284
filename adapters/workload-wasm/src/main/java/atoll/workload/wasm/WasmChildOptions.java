package atoll.workload.wasm;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.InstructionAdapter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.util.CheckClassAdapter;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.log.Logger;
import run.endive.runtime.Instance;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.WasmModule;

/**
 * How child processes are launched.
 *
 * @param javaExecutable the {@code java} to run, of the same release as this program
 * @param classPath absolute entries that hold this package and Endive; nothing else is needed
 * @param aotCache made by running {@link #trainingCommand} with this class path; speeds up the
 *     start
 */
public record WasmChildOptions(Path javaExecutable, String classPath, Optional<Path> aotCache) {

  /** Like this very process: its {@code java}, and of its class path only what a child needs. */
  public static WasmChildOptions ofThisProgram() {
    var needed =
        Stream.of(
            WasmChild.class,
            Logger.class,
            WasmModule.class,
            Instance.class,
            WasiPreview1.class,
            MachineFactoryCompiler.class,
            ClassWriter.class,
            Analyzer.class,
            InstructionAdapter.class,
            ClassNode.class,
            CheckClassAdapter.class);
    return new WasmChildOptions(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        needed
            .map(WasmChildOptions::whereItIs)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator)),
        Optional.empty());
  }

  private static String whereItIs(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AtollException(ErrorCode.INTERNAL, "finding the file of " + type.getName(), e);
    }
  }

  /**
   * @param heapBytes most that the child may have on its heap
   */
  List<String> command(long heapBytes) {
    var command = new ArrayList<String>();
    command.add(javaExecutable.toString());
    command.addAll(flags());
    command.add("-Xmx" + heapBytes);
    aotCache.ifPresent(cache -> command.add("-XX:AOTCache=" + cache));
    return ending(command);
  }

  /**
   * The command that records an AOT cache for {@link #aotCache}; run it with nothing on its
   * standard input.
   */
  public List<String> trainingCommand(Path aotCacheOutput) {
    var command = new ArrayList<String>();
    command.add(javaExecutable.toString());
    command.addAll(flags());
    command.add("-XX:AOTCacheOutput=" + aotCacheOutput);
    return ending(command);
  }

  private List<String> ending(List<String> command) {
    command.addAll(List.of("-cp", classPath, WasmChild.class.getName()));
    return List.copyOf(command);
  }

  /**
   * Small and quick to start, silent on stdout, which carries frames; dies at once when its heap is
   * full, and leaves no file anywhere.
   */
  private static List<String> flags() {
    return List.of(
        "-Xms8m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ActiveProcessorCount=1",
        "-XX:-UsePerfData",
        "-XX:+DisableAttachMechanism",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=/dev/null",
        "-XX:+DisplayVMOutputToStderr",
        "-Xlog:disable");
  }
}
