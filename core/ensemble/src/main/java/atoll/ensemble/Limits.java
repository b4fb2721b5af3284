package atoll.ensemble;

/** How much of anything is read, in bytes where nothing else is said. */
final class Limits {
  static final int FILE = 1 << 20;
  static final int SCRIPT = 1 << 20;
  static final int KEY = 64 << 10;
  static final int MODULE = 32 << 20;

  /** All scripts, keys and modules of one ensemble. */
  static final int ALL_CONTENTS = 48 << 20;

  /** The wire form: all contents in base64, and the file. */
  static final int WIRE = (ALL_CONTENTS / 3 + 1) * 4 + FILE;

  static final int DEPTH = 64;
  static final int ALIASES = 256;

  /** Values of a document, once aliases are followed. */
  static final int VALUES = 200_000;

  /** Allocations, nodes. */
  static final int NAMES = 1_000;

  /** Of any list. */
  static final int ITEMS = 10_000;

  private Limits() {}
}
