/**
 * Has deployments live: takes them in at {@link atoll.orchestrator.Deployments}, keeps them, and
 * does what their {@link atoll.orchestrator.machine machines} decide.
 */
@org.jspecify.annotations.NullMarked
package atoll.orchestrator;
