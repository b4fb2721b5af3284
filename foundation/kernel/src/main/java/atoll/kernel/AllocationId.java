package atoll.kernel;

/** Names one allocation of one deployment: {@code <ensemble>_<node>.<allocation>} (DMS §6.9). */
public record AllocationId(EnsembleId ensemble, NodeName node, AllocationName allocation) {

  /**
   * @throws IllegalArgumentException if {@code text} has another shape
   */
  public static AllocationId parse(String text) {
    int underscore = text.indexOf('_');
    int dot = text.indexOf('.', underscore + 1);
    if (underscore < 1 || dot < 0)
      throw new IllegalArgumentException("allocation id is not <ensemble>_<node>.<allocation>");
    return new AllocationId(
        new EnsembleId(text.substring(0, underscore)),
        new NodeName(text.substring(underscore + 1, dot)),
        new AllocationName(text.substring(dot + 1)));
  }

  /**
   * The name within its deployment, as manifests and people use it: {@code <node>.<allocation>}.
   */
  public String manifestKey() {
    return node + "." + allocation;
  }

  public String value() {
    return ensemble + "_" + manifestKey();
  }

  @Override
  public String toString() {
    return value();
  }
}
