package atoll.workload.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The engine that the tests run on, and images that they make from Debian's busybox-static, since
 * no registry need be reachable. Without an engine the tests fail: what they are for cannot be
 * skipped.
 */
final class TestEngine {
  static final DockerClient CLIENT = connect();
  static final String BUSYBOX = busybox();

  private TestEngine() {}

  /** An image on top of busybox, with these Dockerfile instructions. */
  static String image(String name, String instructions) {
    var tag = "atoll-test/" + name + ":latest";
    build(tag, Map.of("Dockerfile", bytes("FROM " + BUSYBOX + "\n" + instructions + "\n")));
    return tag;
  }

  /** Ids of the containers of a provider. */
  static List<String> containersOf(String provider) {
    return CLIENT
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Labels.PROVIDER, provider))
        .exec()
        .stream()
        .map(c -> c.getId())
        .toList();
  }

  static void discard(String provider) {
    for (var id : containersOf(provider))
      CLIENT.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
  }

  private static DockerClient connect() {
    var address = DockerHost.USUAL;
    var client =
        DockerClientImpl.getInstance(
            new EngineAddress(address),
            new ApacheDockerHttpClient.Builder().dockerHost(address.uri()).build());
    try {
      client.pingCmd().exec();
    } catch (RuntimeException e) {
      throw new AssertionError(
          "these tests need a Docker engine at " + address + ": start one (dockerd)", e);
    }
    return client;
  }

  private static String busybox() {
    var binary = Path.of("/bin/busybox");
    try {
      var dockerfile =
          """
          FROM scratch
          COPY busybox /bin/busybox
          RUN ["/bin/busybox", "mkdir", "-p", "/usr/bin", "/usr/sbin", "/sbin", "/tmp", "/root", "/etc"]
          RUN ["/bin/busybox", "--install", "-s"]
          CMD ["sh"]
          """;
      var tag = "atoll-test/busybox:latest";
      build(tag, Map.of("Dockerfile", bytes(dockerfile), "busybox", Files.readAllBytes(binary)));
      return tag;
    } catch (IOException e) {
      throw new AssertionError("these tests need " + binary + ": install busybox-static", e);
    }
  }

  private static void build(String tag, Map<String, byte[]> files) {
    CLIENT
        .buildImageCmd(new ByteArrayInputStream(tar(files)))
        .withTags(Set.of(tag))
        .exec(new BuildImageResultCallback())
        .awaitImageId();
  }

  private static byte[] tar(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setMode(0755);
        entry.setModTime(0); // the same image every time
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
