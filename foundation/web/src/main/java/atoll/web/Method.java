package atoll.web;

import java.util.Optional;

/**
 * What a request does to a resource. {@code HEAD} is answered as {@code GET} is, without the body
 * (RFC 9110 §9.3.2).
 */
public enum Method {
  GET,
  POST,
  PUT,
  DELETE,
  OPTIONS;

  /**
   * @param name as in a request line
   */
  static Optional<Method> of(String name) {
    return switch (name) {
      case "GET", "HEAD" -> Optional.of(GET);
      case "POST" -> Optional.of(POST);
      case "PUT" -> Optional.of(PUT);
      case "DELETE" -> Optional.of(DELETE);
      case "OPTIONS" -> Optional.of(OPTIONS);
      default -> Optional.empty();
    };
  }
}
