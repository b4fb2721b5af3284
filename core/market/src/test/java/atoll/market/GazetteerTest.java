package atoll.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.StringReader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GazetteerTest {
  private final Gazetteer cities = Gazetteer.builtIn();

  @ParameterizedTest
  @CsvSource({
    "DE, Berlin", "de, BERLIN", "DE, München", "DE, munich", "DE, Muenchen", "BR, sao paulo",
    "PL, Lodz", "PL, łódź", "TR, ISTANBUL", "NO, tromso", "US, St. Louis", "FR, PARIS"
  })
  void citiesAreFoundWithoutCaseAccentsAndPunctuation(String country, String city) {
    assertThat(cities.find(country, city)).isPresent();
  }

  @Test
  void aCityIsLookedForInItsCountryOnly() {
    assertThat(cities.find("FR", "Berlin")).isEmpty();
    assertThat(cities.find("ES", "Valencia")).isNotEqualTo(cities.find("VE", "Valencia"));
  }

  @Test
  void theTableIsLarge() {
    assertThat(cities.size()).isGreaterThan(600);
  }

  @Test
  void aTableThatContradictsItselfIsRefused() {
    var lines = new BufferedReader(new StringReader("DE,Berlin,52.5,13.4\nDE,berlin,1,2\n"));
    assertThatThrownBy(() -> Gazetteer.read(lines)).hasMessageContaining("in two places");
    var short1 = new BufferedReader(new StringReader("DE,Berlin,52.5\n"));
    assertThatThrownBy(() -> Gazetteer.read(short1)).hasMessageContaining("not a place");
  }

  @Test
  @DisplayName("A30: Berlin and Sydney are at least 107 ms apart at the speed of light")
  void theSpeedOfLight() {
    var berlin = cities.find("DE", "Berlin").orElseThrow();
    var sydney = cities.find("AU", "Sydney").orElseThrow();
    assertThat(berlin.kilometresTo(sydney)).isCloseTo(16_090, within(60.0));
    assertThat(berlin.leastRoundTripMillis(sydney, 1)).isBetween(107.0, 108.0);
    assertThat(berlin.leastRoundTripMillis(sydney, 0.67)).isBetween(159.0, 162.0);
    assertThat(berlin.kilometresTo(berlin)).isZero();
  }

  @Test
  void thereIsNoSuchPlaceAsLatitude91() {
    assertThatThrownBy(() -> new Coordinates(91, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Coordinates(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
