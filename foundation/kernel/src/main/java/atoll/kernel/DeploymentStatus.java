package atoll.kernel;

/**
 * Where a deployment is in its life; the order is on the wire in list filters, the name everywhere
 * else (DMS §7.1).
 */
public enum DeploymentStatus {
  PREPARING("Preparing"),
  GENERATING("Generating"),
  COMMITTING("Committing"),
  PROVISIONING("Provisioning"),
  RUNNING("Running"),
  FAILED("Failed"),
  SHUTTING_DOWN("ShuttingDown"),
  COMPLETED("Completed"),
  UPDATING("Updating");

  private final String wireName;

  DeploymentStatus(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public boolean ended() {
    return this == FAILED || this == COMPLETED;
  }
}
