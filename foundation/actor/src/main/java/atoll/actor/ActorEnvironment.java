package atoll.actor;

import atoll.capability.CapabilityContext;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What an actor lives in, and shares with its children.
 *
 * @param capabilities whom it trusts and what it may do; its owner is the actor's DID
 * @param random a {@link java.security.SecureRandom} outside tests; makes children's keys
 */
public record ActorEnvironment(
    CapabilityContext capabilities,
    Transport transport,
    Dispatcher dispatcher,
    InstantSource clock,
    RandomGenerator random,
    ActorLimits limits) {}
