package atoll.workload.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Assembles the part of WebAssembly's text format that our modules are written in: imported and own
 * functions with folded instructions, one memory, data. Its output is byte for byte that of wabt's
 * {@code wat2wasm}, which no package for the JVM provides. Source: core specification, §5 and §6.
 */
final class WatAssembler {
  private static final Map<String, Integer> VALUE_TYPES = Map.of("i32", 0x7f, "i64", 0x7e);

  private final List<String> signatures = new ArrayList<>();
  private final Map<String, Integer> functions = new HashMap<>();
  private final List<WasmBytes> types = new ArrayList<>();
  private final List<WasmBytes> imports = new ArrayList<>();
  private final List<WasmBytes> declarations = new ArrayList<>();
  private final List<WasmBytes> memories = new ArrayList<>();
  private final List<WasmBytes> exports = new ArrayList<>();
  private final List<WasmBytes> bodies = new ArrayList<>();
  private final List<WasmBytes> data = new ArrayList<>();
  private int functionCount;

  static byte[] assemble(String source) {
    return new WatAssembler().module(Sexp.parse(source));
  }

  private byte[] module(Sexp.Group module) {
    var fields = module.items().stream().skip(1).map(Sexp.Group.class::cast).toList();
    fields.forEach(this::declare);
    for (var field : fields) if (field.is("func")) bodies.add(body(field));
    return new WasmBytes()
        .add(0, 'a', 's', 'm', 1, 0, 0, 0)
        .section(1, types)
        .section(2, imports)
        .section(3, declarations)
        .section(5, memories)
        .section(7, exports)
        .section(10, bodies)
        .section(11, data)
        .toArray();
  }

  private void declare(Sexp.Group field) {
    switch (field.head()) {
      case "import" -> {
        var function = (Sexp.Group) field.items().get(3);
        imports.add(
            new WasmBytes()
                .name(string(field.word(1)))
                .name(string(field.word(2)))
                .add(0)
                .unsigned(type(function)));
        nameFunction(function);
      }
      case "func" -> {
        declarations.add(new WasmBytes().unsigned(type(field)));
        export(field, 0, functionCount);
        nameFunction(field);
      }
      case "memory" -> {
        memories.add(limits(field));
        export(field, 2, 0);
      }
      case "data" ->
          data.add(
              new WasmBytes()
                  .add(0)
                  .add(new Code(functions, Map.of()).expression((Sexp.Group) field.items().get(1)))
                  .add(0x0b)
                  .sized(bytes(field.word(2))));
      default -> throw new IllegalArgumentException("field not understood: " + field.head());
    }
  }

  private void nameFunction(Sexp.Group function) {
    if (function.isNamed()) functions.put(function.word(1), functionCount);
    functionCount++;
  }

  private void export(Sexp.Group field, int kind, int index) {
    for (var item : field.items())
      if (item instanceof Sexp.Group group && group.is("export"))
        exports.add(new WasmBytes().name(string(group.word(1))).add(kind).unsigned(index));
  }

  private static WasmBytes limits(Sexp.Group memory) {
    var numbers =
        memory.items().stream()
            .filter(
                item -> item instanceof Sexp.Word(var text) && Character.isDigit(text.charAt(0)))
            .map(item -> Long.parseLong(((Sexp.Word) item).text()))
            .toList();
    var limits = new WasmBytes().add(numbers.size() - 1);
    numbers.forEach(limits::unsigned);
    return limits;
  }

  /** The index of a function's type, which is added where it is new. */
  private int type(Sexp.Group function) {
    var parameters = types(function, "param");
    var results = types(function, "result");
    var signature = parameters + "->" + results;
    if (!signatures.contains(signature)) {
      signatures.add(signature);
      var type = new WasmBytes().add(0x60).unsigned(parameters.size());
      parameters.forEach(type::add);
      type.unsigned(results.size());
      results.forEach(type::add);
      types.add(type);
    }
    return signatures.indexOf(signature);
  }

  private static List<Integer> types(Sexp.Group function, String kind) {
    return function.items().stream()
        .filter(item -> item instanceof Sexp.Group group && group.is(kind))
        .flatMap(item -> ((Sexp.Group) item).items().stream().skip(1))
        .map(item -> ((Sexp.Word) item).text())
        .filter(text -> !text.startsWith("$"))
        .map(VALUE_TYPES::get)
        .toList();
  }

  private WasmBytes body(Sexp.Group function) {
    var locals = new HashMap<String, Integer>();
    for (var item : function.items())
      if (item instanceof Sexp.Group group && (group.is("param") || group.is("local"))) {
        if (!group.isNamed()) throw new IllegalArgumentException("a local without a name");
        locals.put(group.word(1), locals.size());
      }
    var code = new Code(functions, locals);
    var instructions = new WasmBytes();
    for (var item : function.items())
      if (item instanceof Sexp.Group group && !isDeclaration(group))
        instructions.add(code.expression(group));
    return new WasmBytes()
        .sized(declarations(types(function, "local")).add(instructions).add(0x0b));
  }

  private static boolean isDeclaration(Sexp.Group group) {
    return List.of("param", "result", "local", "export").contains(group.head());
  }

  /** Neighbours of one type are declared together. */
  private static WasmBytes declarations(List<Integer> locals) {
    var runs = new ArrayList<WasmBytes>();
    for (int from = 0, to = 0; from < locals.size(); from = to) {
      while (to < locals.size() && locals.get(to).equals(locals.get(from))) to++;
      runs.add(new WasmBytes().unsigned(to - from).add(locals.get(from)));
    }
    var declared = new WasmBytes().unsigned(runs.size());
    runs.forEach(declared::add);
    return declared;
  }

  private static String string(String quoted) {
    return new String(bytes(quoted), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String quoted) {
    var out = new ByteArrayOutputStream();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      char escaped = quoted.charAt(++i);
      switch (escaped) {
        case 'n' -> out.write('\n');
        case '"', '\\' -> out.write(escaped);
        default -> out.write(HexFormat.fromHexDigits(quoted, i, ++i + 1));
      }
    }
    return out.toByteArray();
  }
}
