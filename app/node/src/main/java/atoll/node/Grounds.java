package atoll.node;

import atoll.actor.Dispatcher;
import atoll.kernel.Ticker;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What the nodes of one process stand on: time, chance, and whose turn it is. */
public record Grounds(
    InstantSource clock, Ticker ticker, RandomGenerator random, Dispatcher dispatcher) {}
