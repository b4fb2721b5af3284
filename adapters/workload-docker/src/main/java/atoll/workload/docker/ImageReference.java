package atoll.workload.docker;

/** How image names are read: {@code [registry/]path[:tag][@digest]}. */
final class ImageReference {
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

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
    if (slash < 0) return DOCKER_HUB;
    var first = reference.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    return host ? first : DOCKER_HUB;
  }
}
