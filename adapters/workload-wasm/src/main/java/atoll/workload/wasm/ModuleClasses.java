package atoll.workload.wasm;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.ByteClassCollector;
import run.endive.compiler.internal.Compiler;
import run.endive.compiler.internal.MachineFactory;
import run.endive.compiler.internal.Shaded;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/**
 * The classes that one module is compiled to. What Endive puts beside each module, a copy of its
 * helper functions, is the same for all: this process makes it with its first module, and further
 * ones find it loaded, verified and compiled. That saves half the time of a small module.
 */
final class ModuleClasses extends ByteClassCollector {
  private static final Helpers HELPERS = new Helpers();

  private final boolean helpersAreKnown = HELPERS.areKnown();

  private ModuleClasses() {}

  /**
   * @throws WasmEngineException if it cannot be compiled
   */
  static Function<Instance, Machine> compile(WasmModule module) {
    var compiled =
        Compiler.builder(module)
            .withInterpreterFallback(InterpreterFallback.SILENT)
            .withClassCollectorFactory(ModuleClasses::new)
            .build()
            .compile()
            .collector();
    var loader = new Loader(compiled.classBytes());
    return new MachineFactory(
        module, instance -> machine(loader, compiled.mainClassName(), instance));
  }

  private static Machine machine(Loader loader, String mainClass, Instance instance) {
    try {
      return loader
          .loadClass(mainClass)
          .asSubclass(Machine.class)
          .getConstructor(Instance.class)
          .newInstance(instance);
    } catch (ReflectiveOperationException e) {
      throw new WasmEngineException("the compiled module could not be loaded", e);
    }
  }

  /** Endive asks for the helpers only, in order to copy them under another name. */
  @Override
  public byte[] resolve(Class<?> type) {
    return helpersAreKnown && type == Shaded.class ? Helpers.NOTHING : super.resolve(type);
  }

  @Override
  public void put(String name, byte[] bytes) {
    if (!name.endsWith(Helpers.SUFFIX)) super.put(name, bytes);
    else if (!helpersAreKnown) HELPERS.keep(name, bytes);
  }

  /** Knows one module's classes, and the helpers beside those of the runtime. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    Loader(Map<String, byte[]> compiled) {
      super(HELPERS);
      compiled.forEach((name, bytes) -> classes.put(name.replace('/', '.'), bytes));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      var bytes = classes.get(name);
      if (bytes == null) throw new ClassNotFoundException(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /** Knows the copied helpers, by the one name that all modules call them by. */
  private static final class Helpers extends ClassLoader {
    static final String SUFFIX = Shaded.class.getSimpleName();
    static final byte[] NOTHING = emptyClass();

    private volatile boolean known;

    Helpers() {
      super(Compiler.class.getClassLoader());
    }

    boolean areKnown() {
      return known;
    }

    synchronized void keep(String name, byte[] bytes) {
      if (known) return;
      var shared = opened(bytes);
      defineClass(name.replace('/', '.'), shared, 0, shared.length);
      known = true;
    }

    /** A class that modules see from another loader has to be public, which a copy is not. */
    private static byte[] opened(byte[] bytes) {
      var original = new ClassReader(bytes);
      var open = new ClassWriter(original, 0);
      original.accept(
          new ClassVisitor(Opcodes.ASM9, open) {
            @Override
            public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                String superName,
                String @Nullable [] interfaces) {
              super.visit(
                  version, access | Opcodes.ACC_PUBLIC, name, signature, superName, interfaces);
            }
          },
          0);
      return open.toByteArray();
    }

    private static byte[] emptyClass() {
      var empty = new ClassWriter(0);
      empty.visit(Opcodes.V11, Opcodes.ACC_FINAL, "Empty", null, "java/lang/Object", null);
      return empty.toByteArray();
    }
  }
}
