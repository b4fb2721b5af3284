package atoll.orchestrator.machine;

/** What a placing is for, which decides what it may displace and when it gives up. */
enum Purpose {
  /** The deployment's first; what can never fit fails it. */
  FIRST,
  /** Of a node that has no place any more. */
  AGAIN,
  /** Of nodes that are new in a deployment that runs; waits for room. */
  ADDED,
  /** Of nodes that run elsewhere until these do. */
  BESIDE,
  /** Of what changed of a node, where the rest of it runs. */
  IN_PLACE;

  /** Whether what is placed counts only once it runs well. */
  boolean comesBeside() {
    return this == BESIDE || this == ADDED;
  }

  /** Whether it waits for room rather than give up. */
  boolean waitsForRoom() {
    return this == FIRST || this == ADDED;
  }

  /** Whether it has to run well before the next step is taken. */
  boolean isGated() {
    return comesBeside() || this == IN_PLACE;
  }
}
