package atoll.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Requests with the headers that a test wants, also those that a client would not send. */
final class RawRequest {
  private RawRequest() {}

  static byte[] get(String target, String... headers) {
    return of("GET", target, "", headers);
  }

  static byte[] post(String target, String json, String... headers) {
    return of("POST", target, json, headers);
  }

  static byte[] put(String target, String json, String... headers) {
    return of("PUT", target, json, headers);
  }

  private static byte[] of(String method, String target, String json, String... headers) {
    var lines = String.join("\r\n", headers);
    return """
    %s %s HTTP/1.1\r
    Host: localhost\r
    Connection: close\r
    Content-Type: application/json\r
    Content-Length: %d\r
    %s\r
    %s\
    """
        .formatted(
            method,
            target,
            json.getBytes(UTF_8).length,
            lines.isEmpty() ? "" : lines + "\r\n",
            json)
        .getBytes(UTF_8);
  }
}
