package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import atoll.infernet.json.HostileJson;
import atoll.infernet.json.JsonBytes;
import atoll.kernel.json.MalformedJsonException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a container answers: bytes for the chain, or a failure; nothing else comes out. */
class ContainerOutputFuzzTest {
  private static final List<String> HONEST =
      List.of(
          "{\"raw_input\":null,\"processed_input\":\"\",\"raw_output\":\"DE ad be\\nef\","
              + "\"processed_output\":null,\"proof\":\"06\"}",
          "{\"output\":\"it's \\u00e9\",\"code\":\"200\",\"scores\":[0.5,1e-7,true,null]}",
          "[{\"a\":1},\"b\"]");

  @ParameterizedTest
  @MethodSource("atoll.infernet.json.HostileJson#seeds")
  void isAnAnswerOrAFailure(long seed) {
    var random = new Random(seed);
    var hostile = new HostileJson(random);
    for (int i = 0; i < 1_000; i++) {
      var bytes = hostile.hostile(hostile.pick(HONEST));
      assertThatCode(
              () -> {
                String text;
                try {
                  text = JsonBytes.text(bytes);
                } catch (MalformedJsonException refusal) {
                  return;
                }
                switch (ContainerOutput.read(text)) {
                  case ContainerOutput.Answer(var input, var output, var proof) -> {
                    assertThat(input.length() % 32).isZero();
                    assertThat(output.length() % 32).isZero();
                    assertThat(proof).isNotNull();
                  }
                  case ContainerOutput.Failure(var why) ->
                      assertThat(why).isNotBlank().hasSizeLessThan(1000);
                }
              })
          .as("seed %d, number %d", seed, i)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "' 06 07 ',true",
    "0607,true",
    "06\\n07,true",
    "0 607,false",
    "06 7,false",
    "0x06,false",
    "06\\u00a007,false",
    "\\uff10\\uff16,false",
    "06-07,false"
  })
  void hexadecimalIsReadAsPythonReadsIt(String proof, boolean isRead) {
    var output =
        ContainerOutput.read(
            "{\"raw_input\":null,\"processed_input\":null,\"raw_output\":null,"
                + "\"processed_output\":null,\"proof\":\""
                + proof
                + "\"}");
    assertThat(output instanceof ContainerOutput.Answer).isEqualTo(isRead);
  }
}
