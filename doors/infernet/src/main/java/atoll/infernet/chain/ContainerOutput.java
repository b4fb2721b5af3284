package atoll.infernet.chain;

import atoll.chain.Data;
import atoll.chain.infernet.OutputData;
import atoll.infernet.json.PythonJson;
import atoll.infernet.json.PythonText;
import atoll.kernel.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the last container of a chain answered, as contracts are given it (Infernet §3.2). */
sealed interface ContainerOutput {
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
      output = PythonJson.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJsonException e) {
      return new Failure("its answer is not JSON: " + e.getMessage());
    }
    if (output.isNull()) return new Failure("it answered nothing");
    var code = output.get("code");
    if (code != null && !code.isNull() && !PythonText.of(code).equals("200"))
      return new Failure("it answered with code " + PythonText.of(code));
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
    try {
      return new Data("0x" + value.stringValue().replaceAll("[ \\t\\n\\r\\f\\x0B]", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " of its answer: " + e.getMessage(), e);
    }
  }
}
