package atoll.dms.api;

import atoll.kernel.DeploymentStatus;

/** What became of a request to change a deployment. */
public sealed interface ActionAnswer {
  record Begun() implements ActionAnswer {}

  record Unknown() implements ActionAnswer {}

  /**
   * It is in a state where this cannot be done: to end or change it, it must run; to forget it, it
   * must have ended.
   */
  record WrongState(DeploymentStatus status) implements ActionAnswer {}

  /** It cannot be done to this deployment; {@code why} is for people. */
  record Refused(String why) implements ActionAnswer {}
}
