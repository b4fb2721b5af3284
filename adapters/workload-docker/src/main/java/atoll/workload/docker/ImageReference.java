package atoll.workload.docker;

import com.github.dockerjava.api.model.AuthConfig;

/** How image names are read: {@code [registry/]path[:tag][@digest]}. */
final class ImageReference {
  private ImageReference() {}

  /** The same image with a tag, so that not every tag of it is fetched. */
  static String withTag(String reference) {
    boolean named =
        reference.indexOf('@') >= 0 || reference.indexOf(':', reference.lastIndexOf('/') + 1) >= 0;
    return named ? reference : reference + ":latest";
  }

  /** Where credentials for it belong. */
  static String registry(String reference) {
    int slash = reference.indexOf('/');
    if (slash < 0) return AuthConfig.DEFAULT_SERVER_ADDRESS;
    var first = reference.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    return host ? first : AuthConfig.DEFAULT_SERVER_ADDRESS;
  }
}
