/**
 * How a deployment lives: bids, commit, allocate, start, run, end. The inbound port is {@link
 * atoll.orchestrator.Deployments}.
 */
@org.jspecify.annotations.NullMarked
package atoll.orchestrator;
