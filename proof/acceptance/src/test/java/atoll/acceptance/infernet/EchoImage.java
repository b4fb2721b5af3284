package atoll.acceptance.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An image whose container answers what it was sent, with the {@code MOOD} of its environment; it
 * serves under {@code /cgi-bin}.
 */
record EchoImage(String name) {
  static final String NAME = "atoll-test/infernet-echo:latest";
  private static final String ANSWER =
      """
      #!/bin/sh
      printf 'Content-Type: application/json\\r\\n\\r\\n'
      printf '{"mood":"%s","got":' "$MOOD"
      head -c "$CONTENT_LENGTH"
      printf '}'
      """;

  /**
   * @param folder for what it is built of
   */
  static EchoImage build(Path folder) throws Exception {
    return build(folder, NAME);
  }

  static EchoImage build(Path folder, String name) throws Exception {
    var context = Files.createDirectories(folder.resolve("image"));
    Files.copy(
        Path.of("/bin/busybox"), context.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(context.resolve("service_output"), ANSWER);
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        COPY busybox /bin/busybox
        RUN ["/bin/busybox", "mkdir", "-p", "/usr/bin", "/usr/sbin", "/sbin", "/tmp", "/root", "/etc"]
        RUN ["/bin/busybox", "--install", "-s"]
        COPY service_output /www/cgi-bin/service_output
        RUN chmod 755 /www/cgi-bin/service_output
        CMD ["httpd", "-f", "-p", "3000", "-h", "/www"]
        """);
    docker("build", "-q", "-t", name, context.toString());
    return new EchoImage(name);
  }

  /**
   * @param which flags of {@code docker ps}, such as {@code -aq} for ended ones, too
   */
  List<String> containers(String which) throws Exception {
    return docker("ps", which, "--no-trunc", "--filter", "ancestor=" + name).lines().toList();
  }

  static String docker(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }
}
