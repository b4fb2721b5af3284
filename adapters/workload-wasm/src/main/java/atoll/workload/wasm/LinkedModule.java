package atoll.workload.wasm;

import java.io.OutputStream;
import java.security.SecureRandom;
import run.endive.log.Logger;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.Parser;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.MemoryLimits;

/** A module that is parsed, compiled to bytecode and linked to WASI, one step before it runs. */
final class LinkedModule {
  private static final String START = "_start";
  private static final String WASI = "wasi_snapshot_preview1";
  private static final long NOT_PERMITTED = 63; // errno.perm of WASI preview 1

  /** How a module ended. */
  sealed interface End {
    record Exited(int code) implements End {}

    record Trapped(String why) implements End {}
  }

  private final Instance instance;
  private final int limitPages;

  private LinkedModule(Instance instance, int limitPages) {
    this.instance = instance;
    this.limitPages = limitPages;
  }

  /**
   * @throws WasmEngineException if these bytes are no program that could run here; says why. The
   *     runtime's parser and compiler may meet hostile bytes with other exceptions and errors, too
   */
  static LinkedModule link(ModuleRequest request, OutputStream stdout, OutputStream stderr) {
    var module = Parser.parse(request.module());
    requireProgram(module);
    requireMemory(module, request.memoryPages());
    var instance =
        Instance.builder(module)
            .withMachineFactory(ModuleClasses.compile(module))
            .withMemoryFactory(limits -> memory(limits, request.memoryPages()))
            .withImportValues(wasi(request, stdout, stderr))
            .withInitialize(false)
            .withStart(false)
            .build();
    return new LinkedModule(instance, request.memoryPages());
  }

  private static void requireProgram(WasmModule module) {
    for (int i = 0; i < module.importSection().importCount(); i++) {
      var wanted = module.importSection().getImport(i);
      if (!wanted.module().equals(WASI))
        throw new UnlinkableException(
            "it imports "
                + wanted.module()
                + "."
                + wanted.name()
                + ", and only WASI preview 1 is there");
    }
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      var offered = module.exportSection().getExport(i);
      if (offered.name().equals(START) && offered.exportType() == ExternalType.FUNCTION) return;
    }
    throw new UnlinkableException("it exports no _start function, so it is a library, no program");
  }

  private static void requireMemory(WasmModule module, int limitPages) {
    module
        .memorySection()
        .ifPresent(section -> {
          if (section.memoryCount() > 1)
            throw new UnlinkableException("it has more than one memory");
          for (int i = 0; i < section.memoryCount(); i++) {
            int least = section.getMemory(i).limits().initialPages();
            if (least > limitPages)
              throw new UnlinkableException(
                  "it needs at least "
                      + kibibytes(least)
                      + ", its limit is "
                      + kibibytes(limitPages));
          }
        });
  }

  private static String kibibytes(int pages) {
    return 64L * pages + " KiB of memory";
  }

  private static Memory memory(MemoryLimits wanted, int limitPages) {
    return new ByteArrayMemory(
        new MemoryLimits(
            wanted.initialPages(), Math.min(wanted.maximumPages(), limitPages), wanted.shared()));
  }

  private static ImportValues wasi(
      ModuleRequest request, OutputStream stdout, OutputStream stderr) {
    var options =
        WasiOptions.builder()
            .withArguments(request.arguments())
            .withStdout(stdout, false)
            .withStderr(stderr, false)
            .withRandom(new SecureRandom())
            .withDirectory("/data", request.volume());
    request.environment().forEach(options::withEnvironment);
    var functions =
        WasiPreview1.builder()
            .withLogger(new Silence())
            .withOptions(options.build())
            .build()
            .toHostFunctions();
    var imports = ImportValues.builder();
    for (var function : functions) imports.addFunction(withoutLinks(function));
    return imports.build();
  }

  /** A volume without symbolic links is one that no path leads out of. */
  private static ImportFunction withoutLinks(HostFunction function) {
    if (!function.name().equals("path_symlink")) return function;
    return new HostFunction(
        function.module(),
        function.name(),
        function.functionType(),
        (_, _) -> new long[] {NOT_PERMITTED});
  }

  /** Initialises the module and calls its {@code _start}; returns when it has ended. */
  End run() {
    try {
      instance.initialize(false);
      instance.export(START).apply();
      return new End.Exited(0);
    } catch (WasiExitException e) {
      return new End.Exited(e.exitCode());
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return new End.Trapped(inWords(e));
    }
  }

  /** What the runtime found wrong: in its own words, or by the name of what it did not expect. */
  static String inWords(Throwable found) {
    if (found instanceof StackOverflowError) return "call stack exhausted";
    return found instanceof WasmEngineException && found.getMessage() != null
        ? found.getMessage()
        : "the runtime failed on it with " + found.getClass().getSimpleName();
  }

  /**
   * Whether its memory has grown to 15/16 of the limit or more. The runtime does not tell when it
   * refuses memory; a trap at that size is most likely a program's answer to it.
   */
  boolean memoryIsNearlyExhausted() {
    var memory = instance.memory();
    return memory != null && 16L * memory.pages() >= 15L * limitPages;
  }

  /** The runtime's own log, which has no reader in a child. */
  private static final class Silence implements Logger {
    @Override
    public void log(Level level, String message, Throwable cause) {}

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }
  }
}
