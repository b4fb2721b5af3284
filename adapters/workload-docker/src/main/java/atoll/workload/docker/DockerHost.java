package atoll.workload.docker;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.HttpAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Docker engine is, by the variables that Docker's own programs read (Infernet §1.5).
 *
 * @param uri {@code unix://…}, or {@code tcp://…} with host and port
 * @param certificates the folder of {@code ca.pem}, {@code cert.pem} and {@code key.pem}, where it
 *     speaks TLS; it is always verified
 */
public record DockerHost(URI uri, Optional<Path> certificates) {
  /** Where it is unless somebody says otherwise. */
  public static final DockerHost USUAL = at(URI.create("unix:///var/run/docker.sock"));

  private static final String HOST = "DOCKER_HOST";
  private static final String VERIFY = "DOCKER_TLS_VERIFY";
  private static final String FOLDER = "DOCKER_CERT_PATH";
  private static final int PLAIN_PORT = 2375;
  private static final int TLS_PORT = 2376;

  public DockerHost {
    if (!"unix".equals(uri.getScheme()) && !"tcp".equals(uri.getScheme()))
      throw new IllegalArgumentException(
          "the Docker engine's address must begin with unix:// or tcp://, not " + uri);
  }

  /** One without TLS. */
  public static DockerHost at(URI uri) {
    return new DockerHost(uri, Optional.empty());
  }

  /**
   * The one that {@code environment} names, where an empty variable is none.
   *
   * @throws AtollException with {@code CONFIG_REFUSED} if what it says cannot be followed
   */
  public static DockerHost of(Map<String, String> environment) {
    var named = environment.getOrDefault(HOST, "").strip();
    if (named.isEmpty()) return USUAL;
    var text = named.contains("://") ? named : "tcp://" + named;
    var scheme = text.substring(0, text.indexOf("://")).toLowerCase(Locale.ROOT);
    var rest = text.substring(text.indexOf("://"));
    return switch (scheme) {
      case "unix" -> at(socket(rest));
      case "tcp", "http" -> over(rest, certificates(environment));
      default -> throw refused("begins with " + scheme + "://");
    };
  }

  private static URI socket(String rest) {
    var path = rest.substring("://".length());
    if (!path.startsWith("/")) throw refused("names no absolute path of a socket");
    try {
      return URI.create("unix://" + new URI(null, null, path, null).getRawPath());
    } catch (URISyntaxException e) {
      throw refused("names no path of a socket");
    }
  }

  private static DockerHost over(String rest, Optional<Path> certificates) {
    int usual = certificates.isPresent() ? TLS_PORT : PLAIN_PORT;
    try {
      var url = URI.create("http" + rest);
      var at = HttpAuthority.of(url);
      boolean written = String.valueOf(url.getRawAuthority()).matches(".*:[0-9]+");
      return new DockerHost(
          new URI("tcp", null, at.host(), written ? at.port() : usual, null, null, null),
          certificates);
    } catch (IllegalArgumentException | URISyntaxException e) {
      throw refused("names no host and port");
    }
  }

  private static Optional<Path> certificates(Map<String, String> environment) {
    var named = environment.getOrDefault(FOLDER, "").strip();
    if (named.isEmpty() && environment.getOrDefault(VERIFY, "").isEmpty()) return Optional.empty();
    var folder =
        named.isEmpty() ? Path.of(environment.getOrDefault("HOME", ""), ".docker") : Path.of(named);
    for (var file : List.of("ca.pem", "cert.pem", "key.pem"))
      if (!Files.isReadable(folder.resolve(file)))
        throw new AtollException(
            ErrorCode.CONFIG_REFUSED,
            "%s or %s asks for TLS to the container engine, and %s cannot be read; %s names the folder of ca.pem, cert.pem and key.pem"
                .formatted(VERIFY, FOLDER, folder.resolve(file), FOLDER));
    return Optional.of(folder);
  }

  private static AtollException refused(String why) {
    return new AtollException(
        ErrorCode.CONFIG_REFUSED,
        HOST
            + " "
            + why
            + ". It takes unix:///path/of/the/socket and tcp://host:port (http:// is the same), with"
            + " TLS by "
            + VERIFY
            + " and "
            + FOLDER
            + ". Over ssh, forward the socket: ssh -NL /tmp/docker.sock:/var/run/docker.sock host");
  }

  boolean isLocal() {
    return "unix".equals(uri.getScheme());
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
