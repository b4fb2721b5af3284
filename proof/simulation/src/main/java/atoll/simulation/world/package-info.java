/**
 * A world that a seed decides: time, turns, ways, disks, machines, faults, and people who deploy.
 */
@org.jspecify.annotations.NullMarked
package atoll.simulation.world;
