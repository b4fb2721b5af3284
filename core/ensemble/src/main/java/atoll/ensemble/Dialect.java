package atoll.ensemble;

/**
 * Which of its two forms an ensemble is read in. A file is written by a person: unknown members are
 * mistakes, sizes have units, contents are named by path. The wire is written by a program of any
 * version: members it adds are passed over, sizes are bytes, contents are base64, and empty text is
 * Go's way of saying nothing (DMS §6.1).
 */
enum Dialect {
  FILE,
  WIRE
}
