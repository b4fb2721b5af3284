package atoll.infernet.chain;

import atoll.chain.Data;
import atoll.chain.infernet.OutputData;
import atoll.infernet.json.PythonJson;
import atoll.infernet.json.PythonText;
import atoll.kernel.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the last container of a chain answered, as contracts are given it (Infernet §3.2). */
sealed interface ContainerOutput {
  int LONGEST_CODE = 100;
  String BLANKS = " \t\n\r\f\u000b";

  /** To be delivered. */
  record Answer(Data input, Data output, Data proof) implements ContainerOutput {}

  /**
   * It says itself that it failed, or makes no sense.
   *
   * @param why for people
   */
  record Failure(String why) implements ContainerOutput {}

  /**
   * @param json a document
   */
  static ContainerOutput read(String json) {
    JsonNode output;
    try {
      output = PythonJson.read(json);
    } catch (MalformedJsonException e) {
      return new Failure("its answer is not JSON: " + e.getMessage());
    }
    if (output.isNull()) return new Failure("it answered nothing");
    var code = output.get("code");
    if (code != null && !code.isNull() && !PythonText.of(code).equals("200"))
      return new Failure("it answered with code " + shortened(PythonText.of(code)));
    if (!hasAll(output))
      return new Answer(Data.EMPTY, OutputData.of(PythonText.of(output)), Data.EMPTY);
    try {
      return new Answer(
          OutputData.of(bytes(output, "raw_input"), bytes(output, "processed_input")),
          OutputData.of(bytes(output, "raw_output"), bytes(output, "processed_output")),
          bytes(output, "proof"));
    } catch (IllegalArgumentException e) {
      return new Failure(Optional.ofNullable(e.getMessage()).orElse("it is no hexadecimal"));
    }
  }

  private static String shortened(String code) {
    return code.length() > LONGEST_CODE ? code.substring(0, LONGEST_CODE) + "..." : code;
  }

  private static boolean hasAll(JsonNode output) {
    return output.isObject()
        && output.has("raw_input")
        && output.has("processed_input")
        && output.has("raw_output")
        && output.has("processed_output")
        && output.has("proof");
  }

  private static Data bytes(JsonNode output, String name) {
    var value = output.get(name);
    if (value.isNull()) return Data.EMPTY;
    if (!value.isString())
      throw new IllegalArgumentException(name + " of its answer is no string of hexadecimal");
    return hexadecimal(name, value.stringValue());
  }

  /** Blanks may be between bytes, not inside one, as Python reads it. */
  private static Data hexadecimal(String name, String text) {
    var bytes = new ByteArrayOutputStream(text.length() / 2);
    for (int at = 0; at < text.length(); at++) {
      if (BLANKS.indexOf(text.charAt(at)) >= 0) continue;
      int high = at;
      int low = ++at;
      if (low == text.length()
          || !HexFormat.isHexDigit(text.charAt(high))
          || !HexFormat.isHexDigit(text.charAt(low)))
        throw new IllegalArgumentException(
            name + " of its answer is not hexadecimal at character " + (high + 1));
      bytes.write(HexFormat.fromHexDigits(text, high, low + 1));
    }
    return Data.of(bytes.toByteArray());
  }
}
