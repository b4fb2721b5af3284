package atoll.workload.wasm;

import static java.util.Map.entry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The instructions of one function, from folded text to bytes. Source: core specification, §5.4.
 */
final class Code {
  private static final Map<String, Integer> PLAIN =
      Map.ofEntries(
          entry("unreachable", 0x00),
          entry("return", 0x0f),
          entry("drop", 0x1a),
          entry("i32.eqz", 0x45),
          entry("i32.eq", 0x46),
          entry("i32.ne", 0x47),
          entry("i32.lt_u", 0x49),
          entry("i32.gt_u", 0x4b),
          entry("i32.ge_u", 0x4f),
          entry("i32.add", 0x6a),
          entry("i32.sub", 0x6b),
          entry("i32.mul", 0x6c),
          entry("i32.div_u", 0x6e),
          entry("i32.rem_u", 0x70),
          entry("i32.and", 0x71),
          entry("i32.shr_u", 0x76),
          entry("memory.size", 0x3f),
          entry("memory.grow", 0x40));
  private static final Map<String, Integer> INDEXED =
      Map.of("local.get", 0x20, "local.set", 0x21, "local.tee", 0x22);
  private static final Map<String, Integer> BRANCHES = Map.of("br", 0x0c, "br_if", 0x0d);

  /** Opcode and the exponent of the natural alignment. */
  private static final Map<String, List<Integer>> MEMORY =
      Map.of(
          "i32.load", List.of(0x28, 2),
          "i32.load8_u", List.of(0x2d, 0),
          "i32.store", List.of(0x36, 2),
          "i64.store", List.of(0x37, 3),
          "i32.store8", List.of(0x3a, 0));

  private final Map<String, Integer> functions;
  private final Map<String, Integer> locals;
  private final Deque<String> labels = new ArrayDeque<>();

  Code(Map<String, Integer> functions, Map<String, Integer> locals) {
    this.functions = functions;
    this.locals = locals;
  }

  /** An instruction after the operands that are folded into it. */
  WasmBytes expression(Sexp.Group folded) {
    var name = folded.head();
    return switch (name) {
      case "block" -> block(folded, 0x02);
      case "loop" -> block(folded, 0x03);
      case "if" -> branching(folded);
      case "i32.const" -> new WasmBytes().add(0x41).signed(number(folded.word(1)));
      case "i64.const" -> new WasmBytes().add(0x42).signed(number(folded.word(1)));
      default -> operands(folded, 1).add(instruction(name, folded));
    };
  }

  private WasmBytes instruction(String name, Sexp.Group folded) {
    if (name.equals("call"))
      return new WasmBytes().add(0x10).unsigned(index(functions, folded.word(1)));
    if (INDEXED.get(name) instanceof Integer opcode)
      return new WasmBytes().add(opcode).unsigned(index(locals, folded.word(1)));
    if (BRANCHES.get(name) instanceof Integer opcode)
      return new WasmBytes().add(opcode).unsigned(depth(folded.word(1)));
    if (MEMORY.get(name) instanceof List<Integer> access)
      return new WasmBytes().add(access.get(0), access.get(1), 0);
    if (PLAIN.get(name) instanceof Integer opcode)
      return name.startsWith("memory.")
          ? new WasmBytes().add(opcode, 0)
          : new WasmBytes().add(opcode);
    throw new IllegalArgumentException("instruction not understood: " + name);
  }

  /** All lists from {@code from} on, in order. */
  private WasmBytes operands(Sexp.Group folded, int from) {
    var bytes = new WasmBytes();
    for (var item : folded.items().subList(from, folded.items().size()))
      if (item instanceof Sexp.Group group) bytes.add(expression(group));
    return bytes;
  }

  private WasmBytes block(Sexp.Group block, int opcode) {
    labels.push(block.isNamed() ? block.word(1) : "");
    var bytes = new WasmBytes().add(opcode, 0x40).add(operands(block, 1)).add(0x0b);
    labels.pop();
    return bytes;
  }

  /** Without a result: condition, {@code then}, and perhaps {@code else}. */
  private WasmBytes branching(Sexp.Group branching) {
    var bytes = expression((Sexp.Group) branching.items().get(1)).add(0x04, 0x40);
    labels.push("");
    bytes.add(operands((Sexp.Group) branching.items().get(2), 1));
    if (branching.items().size() > 3)
      bytes.add(0x05).add(operands((Sexp.Group) branching.items().get(3), 1));
    labels.pop();
    return bytes.add(0x0b);
  }

  private int depth(String label) {
    int depth = 0;
    for (var open : labels) {
      if (open.equals(label)) return depth;
      depth++;
    }
    throw new IllegalArgumentException("no block is called " + label);
  }

  private static long number(String text) {
    return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
  }

  private static int index(Map<String, Integer> names, String name) {
    if (names.get(name) instanceof Integer index) return index;
    throw new IllegalArgumentException("nothing is called " + name);
  }
}
