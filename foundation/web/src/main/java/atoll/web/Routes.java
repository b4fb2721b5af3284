package atoll.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.util.URIUtil;

/** Which route answers a request. A path without parameters wins over one with. */
final class Routes {
  private final PathMappings<Map<Method, Served>> paths = new PathMappings<>();

  /**
   * A route of this server.
   *
   * @param path as this route names its parameters
   * @param room for the requests that are answered there at once
   */
  private record Served(Route route, PathSpec path, Semaphore room) {}

  /** What is served for a request. */
  sealed interface Match {
    /**
     * @param parameters of the path, decoded
     */
    record Found(Route route, Semaphore room, Map<String, String> parameters) implements Match {}

    /** The address answers to other methods. */
    record OtherMethods(Set<String> allowed) implements Match {}

    record Nothing() implements Match {}
  }

  /**
   * @throws IllegalArgumentException if two routes answer the same request
   */
  Routes(List<Route> routes) {
    for (var route : routes) {
      var spec = spec(route.path());
      var here = paths.get(spec);
      if (here == null) paths.put(spec, here = new EnumMap<>(Method.class));
      if (here.put(route.method(), new Served(route, spec, new Semaphore(route.atOnce()))) != null)
        throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
    }
  }

  /**
   * @param path of the request, normalised, with what would divide it otherwise still encoded
   */
  Match match(String method, String path) {
    var whole =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    var nearest = paths.getMatched(whole);
    if (nearest == null) return new Match.Nothing();
    return found(method, whole, nearest)
        .or(() -> any(method, whole))
        .orElseGet(() -> others(whole));
  }

  private Optional<Match> any(String method, String path) {
    return paths.getMatchedList(path).stream()
        .flatMap(matched -> found(method, path, matched).stream())
        .findFirst();
  }

  private static Optional<Match> found(
      String method, String path, MatchedResource<Map<Method, Served>> matched) {
    return Method.of(method)
        .map(asked -> matched.getResource().get(asked))
        .map(served ->
            new Match.Found(served.route(), served.room(), parameters(served.path(), path)));
  }

  private Match others(String path) {
    var allowed = new TreeSet<String>();
    for (var matched : paths.getMatchedList(path))
      matched.getResource().keySet().forEach(method -> allowed.add(method.name()));
    if (allowed.contains("GET")) allowed.add("HEAD");
    return new Match.OtherMethods(allowed);
  }

  private static Map<String, String> parameters(PathSpec spec, String path) {
    if (!(spec instanceof UriTemplatePathSpec template)) return Map.of();
    var parameters = template.getPathParams(path);
    parameters.replaceAll((_, value) -> URIUtil.decodePath(value));
    return parameters;
  }

  private static PathSpec spec(String path) {
    return path.contains("{") ? new UriTemplatePathSpec(path) : new ServletPathSpec(path);
  }
}
