/** Bugs put into the simulation's own adapters, one by one, to see that the laws notice each. */
@org.jspecify.annotations.NullMarked
package atoll.simulation.planted;
