package atoll.kernel;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who serves an {@code http} or {@code https} URL. Also by names that {@link URI} has no host for,
 * such as {@code hello_world}, a usual name of a service in compose files.
 *
 * @param userInfo may be secret
 * @param port as it is written, else the scheme's own
 */
public record HttpAuthority(Optional<String> userInfo, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]{0,252})(?::([0-9]{0,5}))?");

  /**
   * @throws IllegalArgumentException if {@link #find} finds none; without the URL's own words,
   *     which may be secret
   */
  public static HttpAuthority of(URI url) {
    return find(url)
        .orElseThrow(
            () -> new IllegalArgumentException("a URL is http://… or https://… with a host"));
  }

  /** Empty if {@code url} is not {@code http://…} or {@code https://…} with a host. */
  public static Optional<HttpAuthority> find(URI url) {
    var scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) return Optional.empty();
    if (url.getHost() != null)
      return at(scheme, Optional.ofNullable(url.getUserInfo()), url.getHost(), url.getPort());
    if (url.getRawAuthority() == null) return Optional.empty();
    var authority = url.getAuthority();
    int at = authority.lastIndexOf('@');
    var place = FORM.matcher(authority.substring(at + 1));
    if (!place.matches()) return Optional.empty();
    var port = place.group(2);
    return at(
        scheme,
        at < 0 ? Optional.empty() : Optional.of(authority.substring(0, at)),
        place.group(1),
        port == null || port.isEmpty() ? -1 : Integer.parseInt(port));
  }

  private static Optional<HttpAuthority> at(
      String scheme, Optional<String> userInfo, String host, int written) {
    int port = written >= 0 ? written : scheme.equals("https") ? 443 : 80;
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(new HttpAuthority(userInfo, host, port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
