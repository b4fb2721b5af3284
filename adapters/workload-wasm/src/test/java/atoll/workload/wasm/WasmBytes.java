package atoll.workload.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes of a module in the making. Source: WebAssembly core specification, §5.2. */
final class WasmBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  WasmBytes add(int... bytes) {
    for (int single : bytes) out.write(single);
    return this;
  }

  WasmBytes add(WasmBytes other) {
    out.writeBytes(other.out.toByteArray());
    return this;
  }

  WasmBytes unsigned(long value) {
    long rest = value;
    for (; rest >>> 7 != 0; rest >>>= 7) out.write((int) (rest & 0x7f | 0x80));
    return add((int) rest);
  }

  WasmBytes signed(long value) {
    long rest = value;
    for (; rest < -64 || rest > 63; rest >>= 7) out.write((int) (rest & 0x7f | 0x80));
    return add((int) (rest & 0x7f));
  }

  WasmBytes sized(WasmBytes content) {
    return unsigned(content.out.size()).add(content);
  }

  WasmBytes sized(byte[] content) {
    unsigned(content.length);
    out.writeBytes(content);
    return this;
  }

  WasmBytes name(String name) {
    return sized(name.getBytes(StandardCharsets.UTF_8));
  }

  /** A list of {@code entries} as section {@code id}; nothing if there are none. */
  WasmBytes section(int id, List<WasmBytes> entries) {
    if (entries.isEmpty()) return this;
    var content = new WasmBytes().unsigned(entries.size());
    entries.forEach(content::add);
    return add(id).sized(content);
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}
