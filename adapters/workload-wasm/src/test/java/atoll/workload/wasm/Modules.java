package atoll.workload.wasm;

import atoll.workload.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The modules that tests run, from their text beside this class. */
final class Modules {
  private Modules() {}

  static Program.WasmModule module(String name, String... arguments) {
    return module(name, List.of(arguments), Map.of());
  }

  static Program.WasmModule module(
      String name, List<String> arguments, Map<String, String> environment) {
    return new Program.WasmModule(bytes(name), arguments, environment);
  }

  static byte[] bytes(String name) {
    try (var in = Modules.class.getResourceAsStream(name + ".wat")) {
      if (in == null) throw new IllegalArgumentException("no module is called " + name);
      return WatAssembler.assemble(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
