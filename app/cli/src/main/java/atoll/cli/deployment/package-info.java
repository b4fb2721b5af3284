/**
 * The commands that deploy and watch: plan, deploy, ps, status, logs, explain, update, shutdown,
 * and how they show what they are told.
 */
@org.jspecify.annotations.NullMarked
package atoll.cli.deployment;
