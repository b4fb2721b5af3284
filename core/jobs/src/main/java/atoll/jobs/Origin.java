package atoll.jobs;

/** Where what a service is given comes from (Infernet §3.1, {@code source}). */
public enum Origin {
  CHAIN,
  CLIENT
}
