package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.workload.Exit;
import atoll.workload.Readiness;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An engine behind TLS, which asks for a certificate of its callers, too (Infernet §1.5). */
class TlsEngineTest extends RealEngine {
  @Test
  void itIsUsedWithTheCertificatesOfTheFolder() throws Exception {
    var certificates = Certificates.in(Files.createDirectories(folders.resolve("certificates")));
    try (var engine = new TlsSocket(certificates)) {
      var executor = executor(provider, host(engine, certificates));
      assertThat(executor.readiness()).isInstanceOf(Readiness.Ready.class);
      var run = executor.start(workload("a", Containers.script("echo hello")));
      assertThat(run.await()).isEqualTo(new Exit.Exited(0));
      assertThat(out(run)).isEqualTo("hello\n");
      executor.remove(run.allocation());
    }
  }

  @Test
  void withOthersNeitherSideTrustsTheOther() throws Exception {
    var own = Certificates.in(Files.createDirectories(folders.resolve("own")));
    var others = Certificates.in(Files.createDirectories(folders.resolve("others")));
    try (var engine = new TlsSocket(own)) {
      assertThat(executor(provider, host(engine, others)).readiness())
          .isInstanceOfSatisfying(
              Readiness.NotReady.class,
              not -> assertThat(not.cause()).contains("no Docker engine answers"));
    }
  }

  @Test
  void certificatesThatAreNoneAreToldInWords() throws Exception {
    var certificates = Certificates.in(Files.createDirectories(folders.resolve("certificates")));
    Files.writeString(certificates.folder().resolve("key.pem"), "no key");
    try (var engine = new TlsSocket(certificates)) {
      assertThat(executor(provider, host(engine, certificates)).readiness())
          .isInstanceOfSatisfying(
              Readiness.NotReady.class,
              not -> assertThat(not.cause()).contains(certificates.folder().toString()));
    }
  }

  private static DockerHost host(TlsSocket engine, Certificates certificates) {
    return DockerHost.of(
        Map.of(
            "DOCKER_HOST",
            "tcp://localhost:" + engine.port(),
            "DOCKER_TLS_VERIFY",
            "1",
            "DOCKER_CERT_PATH",
            certificates.folder().toString()));
  }
}
