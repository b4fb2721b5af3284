package atoll.kernel;

/** Whether an allocation runs until it is stopped or ends by itself. */
public enum AllocationType {
  SERVICE,
  TASK
}
