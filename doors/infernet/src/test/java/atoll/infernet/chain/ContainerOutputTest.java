package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Data;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Infernet §3.2, with the vectors of appendix A.5. */
class ContainerOutputTest {
  @Test
  @DisplayName("A.5: what has not the five keys is delivered as Python would print it")
  void text() {
    assertThat(ContainerOutput.read("{\"output\":\"hello\"}"))
        .isEqualTo(
            new ContainerOutput.Answer(
                Data.EMPTY,
                new Data(
                    "0x0000000000000000000000000000000000000000000000000000000000000020"
                        + "0000000000000000000000000000000000000000000000000000000000000013"
                        + "7b276f7574707574273a202768656c6c6f277d00000000000000000000000000"),
                Data.EMPTY));
  }

  @Test
  @DisplayName("A.5: the five keys are bytes")
  void fiveKeys() {
    var answer =
        ContainerOutput.read(
            "{\"raw_input\":null,\"processed_input\":\"\",\"raw_output\":\"DE ad be\\nef\","
                + "\"processed_output\":null,\"proof\":\"06\"}");
    assertThat(answer).isInstanceOf(ContainerOutput.Answer.class);
    var given = (ContainerOutput.Answer) answer;
    assertThat(given.output().hex())
        .isEqualTo(
            "0x" + word("40") + word("80") + word("4") + "deadbeef" + "0".repeat(56) + word("0"));
    assertThat(given.input().length()).isEqualTo(128);
    assertThat(given.proof().hex()).isEqualTo("0x06");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"code\":500}",
        "{\"code\":\"400\",\"output\":1}",
        "{\"raw_input\":\"xy\",\"processed_input\":null,\"raw_output\":null,\"processed_output\":null,\"proof\":null}",
        "{\"raw_input\":\"a\",\"processed_input\":null,\"raw_output\":null,\"processed_output\":null,\"proof\":null}",
        "{\"raw_input\":7,\"processed_input\":null,\"raw_output\":null,\"processed_output\":null,\"proof\":null}"
      })
  void whatSaysThatItFailedOrMakesNoSenseIsAFailure(String output) {
    assertThat(ContainerOutput.read(output)).isInstanceOf(ContainerOutput.Failure.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"code\":200}", "{\"code\":\"200\"}", "{\"code\":null}", "[1]", "\"text\"", "7"})
  @DisplayName("QUIRK-8: a code of 200 is a success, as a number and as a text")
  void successes(String output) {
    assertThat(ContainerOutput.read(output)).isInstanceOf(ContainerOutput.Answer.class);
  }

  private static String word(String hex) {
    return "0".repeat(64 - hex.length()) + hex;
  }
}
