/**
 * What orchestrator and provider say to each other, message by message, in the v0.5 dialect with
 * our own members beside it (DMS §4.6–4.9, §7.3). Only words and their bytes; neither side's
 * decisions.
 */
@org.jspecify.annotations.NullMarked
package atoll.protocol;
