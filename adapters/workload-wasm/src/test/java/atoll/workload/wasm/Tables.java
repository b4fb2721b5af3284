package atoll.workload.wasm;

import atoll.workload.Program;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Modules with tables, which take heap without being linear memory. */
final class Tables {
  private static final int FUNCREF = 0x70;

  private Tables() {}

  /** {@code count} tables of {@code size} entries each, and instructions that leave nothing. */
  static Program.WasmModule program(int count, int size, WasmBytes instructions) {
    var table = new WasmBytes().add(FUNCREF, 0).unsigned(size);
    var body = new WasmBytes().add(0).add(instructions).add(0x0b);
    var module =
        new WasmBytes()
            .add(0, 'a', 's', 'm', 1, 0, 0, 0)
            .section(1, List.of(new WasmBytes().add(0x60, 0, 0)))
            .section(3, List.of(new WasmBytes().add(0)))
            .section(4, Collections.nCopies(count, table))
            .section(7, List.of(new WasmBytes().name("_start").add(0, 0)))
            .section(10, List.of(new WasmBytes().sized(body)));
    return new Program.WasmModule(module.toArray(), List.of(), Map.of());
  }

  /** Makes a table larger by {@code entries} empty ones, whether that works or not. */
  static WasmBytes grow(int table, int entries) {
    return new WasmBytes()
        .add(0xd0, FUNCREF, 0x41)
        .signed(entries)
        .add(0xfc, 0x0f)
        .unsigned(table)
        .add(0x1a);
  }
}
