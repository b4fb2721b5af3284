/**
 * Settings: which there are, where each one's value comes from, and the commands that show and
 * change them (DMS §12.3).
 */
@org.jspecify.annotations.NullMarked
package atoll.cli.config;
