/**
 * What was asked for: the ensemble file as typed values, its parser and checks, and its wire form
 * (DMS §6).
 */
@org.jspecify.annotations.NullMarked
package atoll.ensemble;
