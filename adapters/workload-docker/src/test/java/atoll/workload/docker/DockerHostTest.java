package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an engine is, by the variables that Docker's own programs read (Infernet §1.5). */
class DockerHostTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'',unix:///var/run/docker.sock",
    "'  ',unix:///var/run/docker.sock",
    "unix:///run/user/1000/docker.sock,unix:///run/user/1000/docker.sock",
    "tcp://10.0.0.1:2375,tcp://10.0.0.1:2375",
    "http://engine:4243,tcp://engine:4243",
    "tcp://engine,tcp://engine:2375",
    "engine:1,tcp://engine:1",
    "tcp://[::1]:80,tcp://[::1]:80"
  })
  void whereItIs(String named, String uri) {
    assertThat(DockerHost.of(Map.of("DOCKER_HOST", named)).toString()).isEqualTo(uri);
  }

  @Test
  void withoutAVariableItIsAtTheUsualPlace() {
    assertThat(DockerHost.of(Map.of())).isEqualTo(DockerHost.USUAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://me:sesame@host",
        "npipe:////./pipe/docker",
        "fd://",
        "unix://",
        "unix://relative",
        "tcp://",
        "tcp://:2375",
        "tcp://host:99999",
        "tcp://a b",
        "host:port:2375"
      })
  void whatCannotBeFollowedIsRefusedInWords(String named) {
    assertThatThrownBy(() -> DockerHost.of(Map.of("DOCKER_HOST", named)))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_REFUSED))
        .hasMessageStartingWith("DOCKER_HOST ")
        .hasMessageContaining("tcp://host:port")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void certificatesAreWhereTheVariableSaysOrInTheUsualFolder() throws Exception {
    var usual = Files.createDirectories(folder.resolve(".docker"));
    for (var file : new String[] {"ca.pem", "cert.pem", "key.pem"})
      Files.createFile(usual.resolve(file));
    var home = Map.of("DOCKER_HOST", "tcp://host", "HOME", folder.toString());
    assertThat(DockerHost.of(home).certificates()).isEmpty();
    assertThat(DockerHost.of(with(home, "DOCKER_TLS_VERIFY", "")).certificates()).isEmpty();
    var tls = DockerHost.of(with(home, "DOCKER_TLS_VERIFY", "1"));
    assertThat(tls.certificates()).contains(usual);
    assertThat(tls.uri()).hasPort(2376);
    assertThat(DockerHost.of(with(home, "DOCKER_CERT_PATH", usual.toString())).certificates())
        .as("the folder alone asks for TLS, too")
        .contains(usual);
    Files.delete(usual.resolve("key.pem"));
    assertThatThrownBy(() -> DockerHost.of(with(home, "DOCKER_TLS_VERIFY", "1")))
        .hasMessageContaining(usual.resolve("key.pem") + " cannot be read");
    assertThat(DockerHost.of(Map.of("DOCKER_TLS_VERIFY", "1"))).isEqualTo(DockerHost.USUAL);
  }

  private static Map<String, String> with(Map<String, String> others, String name, String value) {
    var all = new java.util.HashMap<>(others);
    all.put(name, value);
    return Map.copyOf(all);
  }
}
