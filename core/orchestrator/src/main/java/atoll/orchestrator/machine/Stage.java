package atoll.orchestrator.machine;

/** How far a placing has come. */
enum Stage {
  COLLECTING,
  WAITING,
  COMMITTING,
  ALLOCATING,
  /** Made; whoever began this starts them. */
  MADE,
  REVERTING,
  /** Given back and not tried again; the failure says why. */
  GIVEN_UP
}
