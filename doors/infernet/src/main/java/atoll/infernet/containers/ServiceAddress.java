package atoll.infernet.containers;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/**
 * What of a container is called.
 *
 * @param bearer opens it; empty if nothing does
 */
record ServiceAddress(HttpHost host, URI uri, String bearer) {
  ServiceAddress(URI uri, String bearer) {
    this(HttpHost.create(uri), uri, bearer);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
