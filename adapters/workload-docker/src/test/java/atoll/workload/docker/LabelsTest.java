package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationId;
import com.github.dockerjava.api.model.AuthConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names and labels on an engine that several providers share (DMS §9.2). */
class LabelsTest {
  private static final AllocationId ALLOCATION = AllocationId.parse("e1_node.alloc");

  @Test
  void aProvidersIdBecomesWhatAContainersNameCanHold() {
    assertThat(new Labels("did:key:z6Mk").name(ALLOCATION))
        .isEqualTo("did-key-z6Mk_e1_node.alloc")
        .matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    assertThat(new Labels("_x").name(ALLOCATION)).matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    assertThatThrownBy(() -> new Labels(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatATakenUpContainerNeedsIsReadBack() {
    var deadline = Instant.parse("2030-01-01T00:00:00.123Z");
    var labels =
        new Labels("did:key:z6Mk")
            .of(ALLOCATION, Path.of("/work"), Optional.of(deadline), true, false);
    assertThat(labels)
        .containsEntry("nunet-executor", "did-key-z6Mk")
        .containsEntry("nunet-jobID", "did-key-z6Mk_e1")
        .containsEntry("nunet-executionID", "did-key-z6Mk_e1_node.alloc")
        .containsEntry("atoll-provider", "did:key:z6Mk");
    assertThat(Labels.directory(labels)).contains(Path.of("/work"));
    assertThat(Labels.deadline(labels)).contains(deadline);
    assertThat(Labels.restarts(labels)).isTrue();
  }

  @Test
  void anImageIsNamedCompletely() {
    assertThat(ImageReference.withTag("nginx")).isEqualTo("nginx:latest");
    assertThat(ImageReference.withTag("host:5000/a/b")).isEqualTo("host:5000/a/b:latest");
    assertThat(ImageReference.withTag("host:5000/a/b:v1")).isEqualTo("host:5000/a/b:v1");
    assertThat(ImageReference.withTag("a@sha256:00")).isEqualTo("a@sha256:00");
  }

  @Test
  void credentialsGoToTheRegistryOfTheImage() {
    assertThat(ImageReference.registry("user/image")).isEqualTo(AuthConfig.DEFAULT_SERVER_ADDRESS);
    assertThat(ImageReference.registry("image")).isEqualTo(AuthConfig.DEFAULT_SERVER_ADDRESS);
    assertThat(ImageReference.registry("host:5000/image")).isEqualTo("host:5000");
    assertThat(ImageReference.registry("ghcr.io/a/b:v1")).isEqualTo("ghcr.io");
  }
}
