package atoll.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries as Werkzeug reads them. */
class LaxQueryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a+b%20c%2B|a b c+",
        "%|%",
        "%4|%4",
        "%zz%41|%zzA",
        "%e9|\ufffd",
        "%c3%a9|\u00e9",
        "a=b|a=b",
        "a;b|a;b",
      })
  void whatIsNoEscapeStandsForItself(String value, String meant) {
    assertThat(LaxQuery.values("x=1&id=" + value, "id")).containsExactly(meant);
  }

  @Test
  void everyValueOfANameIsGivenInOrder() {
    assertThat(LaxQuery.values("id=1&&%&=&%69d=2&id&ID=3", "id")).containsExactly("1", "2", "");
    assertThat(LaxQuery.values("", "id")).isEmpty();
  }
}
