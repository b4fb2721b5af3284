package atoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAuthorityTest {
  @ParameterizedTest
  @CsvSource({
    "http://host,host,80",
    "https://host.example/path?query,host.example,443",
    "http://hello_world:3000,hello_world,3000",
    "http://hello_world,hello_world,80",
    "http://_a_:1/base/,_a_,1",
    "https://a_b.example.org,a_b.example.org,443",
    "http://1st_service.2:8545,1st_service.2,8545",
    "http://[::1]:4000,[::1],4000",
    "http://10.0.0.1:65535,10.0.0.1,65535"
  })
  void hostAndPort(String url, String host, int port) {
    var authority = HttpAuthority.of(URI.create(url));
    assertThat(authority.host()).isEqualTo(host);
    assertThat(authority.port()).isEqualTo(port);
    assertThat(authority.userInfo()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "host:3000",
        "host",
        "http:///path",
        "http:host",
        "http://hello_world:99999",
        "http://host:99999",
        "http://a_b:c",
        "http://-a_b",
        "http://a_b:0"
      })
  void whatHasNoHostIsRefused(String url) {
    assertThatThrownBy(() -> HttpAuthority.of(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatMayBeSecretIsNotPrinted() {
    for (var host : new String[] {"host", "my_host"}) {
      var authority = HttpAuthority.of(URI.create("http://me:s%40same@" + host + ":1"));
      assertThat(authority.userInfo()).contains("me:s@same");
      assertThat(authority.host()).isEqualTo(host);
      assertThat(authority.toString()).isEqualTo(host + ":1");
    }
    assertThatThrownBy(() -> HttpAuthority.of(URI.create("http://me:sesame@a_b:x")))
        .hasMessageNotContaining("sesame");
  }
}
