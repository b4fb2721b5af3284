/**
 * README's commands typed as a person would, in a fresh clone with a home and a Maven repository of
 * its own.
 */
@org.jspecify.annotations.NullMarked
package atoll.acceptance.readme;
