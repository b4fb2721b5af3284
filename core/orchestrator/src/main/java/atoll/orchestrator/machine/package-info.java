/**
 * What a deployment does next, decided from what is known and what just happened. Reads no clock,
 * keeps nothing, speaks to nobody: {@link atoll.orchestrator.machine.DeploymentMachine} turns
 * signals into effects, which the driver above carries out.
 */
@org.jspecify.annotations.NullMarked
package atoll.orchestrator.machine;
