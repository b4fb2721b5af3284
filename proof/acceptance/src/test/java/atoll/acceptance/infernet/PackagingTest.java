package atoll.acceptance.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import atoll.infernet.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the original's README tells people to type is here, under the names that it uses. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class PackagingTest {
  private final Checkout checkout;

  PackagingTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @Test
  void servicesAndPlacesHaveTheOriginalsNames() throws IOException {
    for (var name : List.of("docker-compose.yaml", "docker-compose-gpu.yaml")) {
      var file = compose(name);
      assertThat(file.services()).as(name).containsOnlyKeys("node", "redis", "fluentbit");
      assertThat(file.list("node", "ports")).containsExactly("0.0.0.0:4000:4000");
      assertThat(file.list("node", "volumes"))
          .contains(
              "./config.json:/app/config.json:ro", "/var/run/docker.sock:/var/run/docker.sock");
      assertThat(file.list("node", "extra_hosts"))
          .containsExactly("host.docker.internal:host-gateway");
      assertThat(file.service("node"))
          .containsEntry("stop_grace_period", "1m")
          .containsEntry("container_name", "infernet-node");
      assertThat(file.service("fluentbit"))
          .as("statistics go nowhere unasked")
          .containsEntry("profiles", List.of("stats"));
    }
  }

  @Test
  void withGpusNothingElseDiffers() throws IOException {
    var plain = compose("docker-compose.yaml");
    var gpu = compose("docker-compose-gpu.yaml");
    var node = new HashMap<>(gpu.service("node"));
    assertThat(node.remove("deploy").toString()).contains("driver=nvidia", "capabilities=[gpu]");
    assertThat(node.put("image", plain.service("node").get("image")))
        .isEqualTo(plain.service("node").get("image") + "-gpu");
    assertThat(node.put("build", plain.service("node").get("build")))
        .isEqualTo(Map.of("context", "..", "dockerfile", "Dockerfile-gpu"));
    assertThat(node).isEqualTo(plain.service("node"));
    assertThat(gpu.service("redis")).isEqualTo(plain.service("redis"));
    assertThat(orders("Dockerfile-gpu")).isEqualTo(orders("Dockerfile"));
  }

  /** Docker's classic builder takes no pattern in the middle of what is let in again. */
  @Test
  void whatAnImageIsBuiltFromHasEveryModulesPom() throws IOException {
    var root = checkout.root();
    var letIn =
        Files.readAllLines(root.resolve(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    var modules =
        Pattern.compile("<module>(.*)</module>")
            .matcher(Files.readString(root.resolve("pom.xml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(modules).hasSizeGreaterThan(20);
    for (var module : modules)
      assertThat(letIn)
          .containsAnyOf(module + "/pom.xml", module.substring(0, module.indexOf('/')));
  }

  /** Without comments and the base, in which the two differ. */
  private List<String> orders(String dockerfile) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(checkout.root().resolve(dockerfile)));
    lines.removeIf(line -> line.startsWith("#") || line.startsWith("ARG BASE_IMAGE="));
    return lines;
  }

  @Test
  void theSampleIsAConfigurationAndSoIsACopyOfItBesideTheComposeFile() throws IOException {
    var root = checkout.root();
    var sample = ConfigReader.read(root.resolve("config.sample.json"), Map.of());
    assertThat(sample.containers()).hasSize(1);
    var type = checkout.shell();
    type.type("cd deploy && cp ../config.sample.json config.json").exits(0);
    type.type("git status --porcelain").exits(0).withoutTraces();
    assertThat(type.type("git status --porcelain deploy/config.json").exits(0).out()).isEmpty();
    type.type("rm deploy/config.json").exits(0);
  }

  @Test
  void everyTargetOfTheReadmeIsThere() {
    var shell = checkout.shell();
    shell.type("make -n install").exits(0).says("./atoll version");
    shell.type("make -n run").exits(0).says("./atoll infernet --config config.json");
    shell
        .with("INFERNET_CONFIG_PATH", "other.json")
        .type("make -n run")
        .exits(0)
        .says("--config other.json");
    shell.type("make -n build").exits(0).says("docker build -t ritualnetwork/infernet-node:");
    shell.type("make -n build-gpu").exits(0).says("-f Dockerfile-gpu");
    shell.type("make -n build-multiplatform").exits(0).says("linux/amd64,linux/arm64");
    for (var target : List.of("run-node", "restart-node"))
      shell.type("make -n " + target).exits(0).says("-f deploy/docker-compose.yaml up -d");
    shell.type("make -n stop-node").exits(0).says("-f deploy/docker-compose.yaml down");
  }

  private ComposeFile compose(String name) throws IOException {
    return ComposeFile.read(checkout.root().resolve("deploy").resolve(name));
  }
}
