package atoll.jobs;

/** Where a service's answer goes (Infernet §3.1, {@code destination}). */
public enum Destination {
  CHAIN,
  CLIENT,
  STREAM
}
