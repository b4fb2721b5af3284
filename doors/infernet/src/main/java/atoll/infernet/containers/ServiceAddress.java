package atoll.infernet.containers;

import atoll.kernel.HttpAuthority;
import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/**
 * What of a container is called.
 *
 * @param bearer opens it; empty if nothing does
 */
record ServiceAddress(HttpHost host, URI uri, String bearer) {
  ServiceAddress(URI uri, String bearer) {
    this(host(uri), uri, bearer);
  }

  private static HttpHost host(URI uri) {
    var authority = HttpAuthority.of(uri);
    return new HttpHost(uri.getScheme(), authority.host(), authority.port());
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
