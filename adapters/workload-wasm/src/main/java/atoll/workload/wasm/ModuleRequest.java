package atoll.workload.wasm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a child is asked to run, once in its life. On the pipe each text and the module are a length
 * in four bytes and their bytes; lists begin with their size.
 *
 * @param memoryPages the most linear memory it may have, in pages of 64 KiB
 * @param volume the one folder whose files it sees, as {@code /data}
 */
record ModuleRequest(
    int memoryPages,
    Path volume,
    List<String> arguments,
    Map<String, String> environment,
    byte[] module) {
  static final int MAX_MODULE_BYTES = 16 << 20;
  static final int MAX_TEXT_BYTES = 1 << 20;
  private static final int MAX_TEXTS = 10_000;

  ModuleRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (module.length > MAX_MODULE_BYTES)
      throw new IllegalArgumentException(
          "the module has " + module.length + " bytes, at most " + MAX_MODULE_BYTES + " are run");
    long texts = 0;
    for (var argument : arguments) texts += bytes(argument).length;
    for (var variable : environment.entrySet())
      texts += bytes(variable.getKey()).length + bytes(variable.getValue()).length;
    if (texts > MAX_TEXT_BYTES || arguments.size() + environment.size() > MAX_TEXTS)
      throw new IllegalArgumentException(
          "arguments and environment together are longer than "
              + MAX_TEXT_BYTES
              + " bytes or "
              + MAX_TEXTS
              + " entries");
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(memoryPages);
    write(out, bytes(volume.toString()));
    out.writeInt(arguments.size());
    for (var argument : arguments) write(out, bytes(argument));
    out.writeInt(environment.size());
    for (var variable : environment.entrySet()) {
      write(out, bytes(variable.getKey()));
      write(out, bytes(variable.getValue()));
    }
    write(out, module);
    out.flush();
  }

  /**
   * @throws EOFException if the stream ends first: there is nothing to run
   */
  static ModuleRequest readFrom(DataInputStream in) throws IOException {
    int memoryPages = in.readInt();
    var volume = Path.of(text(in));
    var arguments = new ArrayList<String>();
    for (int left = size(in.readInt(), MAX_TEXTS); left > 0; left--) arguments.add(text(in));
    var environment = new LinkedHashMap<String, String>();
    for (int left = size(in.readInt(), MAX_TEXTS); left > 0; left--)
      environment.put(text(in), text(in));
    return new ModuleRequest(
        memoryPages, volume, arguments, environment, read(in, MAX_MODULE_BYTES));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(read(in, MAX_TEXT_BYTES), StandardCharsets.UTF_8);
  }

  private static byte[] read(DataInputStream in, int max) throws IOException {
    var bytes = new byte[size(in.readInt(), max)];
    in.readFully(bytes);
    return bytes;
  }

  private static int size(int size, int max) throws IOException {
    if (size < 0 || size > max) throw new IOException("size out of bounds: " + size);
    return size;
  }
}
