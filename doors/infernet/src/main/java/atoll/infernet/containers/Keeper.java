package atoll.infernet.containers;

/** Whoever runs containers. */
interface Keeper {
  /** Runs none: somebody else keeps them. */
  Keeper NOBODY =
      new Keeper() {
        @Override
        public boolean runs(String id) {
          return true;
        }

        @Override
        public void restart(String id) {}
      };

  /** Whether a container runs, as far as is known. Never blocks. */
  boolean runs(String id);

  /** Ends a container, so that it is started again as one that ended by itself. Blocks. */
  void restart(String id) throws InterruptedException;
}
