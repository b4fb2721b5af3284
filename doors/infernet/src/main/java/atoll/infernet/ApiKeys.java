package atoll.infernet;

import atoll.infernet.config.ApiKey;
import atoll.kernel.Sha256;
import atoll.web.Request;
import atoll.web.Response;
import atoll.web.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those in who show one of the node's keys; everybody if it has none (Infernet §9.17). A key
 * is compared by its digest, and with all of them, so that how long it takes tells nothing of any.
 */
final class ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger("server.rest");
  private static final int STATUS = 401;
  private static final String NONE =
      "this node asks for an API key: send Authorization: Bearer KEY, or X-API-Key: KEY";
  private static final String WRONG = "this node has no such API key";

  private final List<byte[]> digests;
  private final Callers callers;

  ApiKeys(List<ApiKey> keys, Callers callers) {
    this.digests = keys.stream().map(key -> digest(key.secret())).toList();
    this.callers = callers;
  }

  /**
   * Asks for a key before the handler sees anything.
   *
   * @param place for the log
   */
  Route.Handler before(String place, Route.Handler handler) {
    if (digests.isEmpty()) return handler;
    return request -> {
      var shown = shown(request);
      if (shown.stream().anyMatch(this::isOurs)) return handler.answer(request);
      return refusal(place, request, shown.isEmpty() ? NONE : WRONG);
    };
  }

  private Response refusal(String place, Request request, String why) {
    LOG.atInfo()
        .addKeyValue("address", Callers.text(callers.address(request)))
        .addKeyValue("endpoint", place)
        .addKeyValue("status", STATUS)
        .log(why.equals(NONE) ? "API key missing" : "API key unknown");
    return Answers.error(STATUS, why).withHeader("WWW-Authenticate", "Bearer");
  }

  private static List<String> shown(Request request) {
    return Stream.of(request.bearer(), request.header("X-API-Key"))
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean isOurs(String key) {
    var shown = digest(key);
    boolean found = false;
    for (var digest : digests) found |= MessageDigest.isEqual(digest, shown);
    return found;
  }

  private static byte[] digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
