package atoll.market;

import atoll.kernel.Resources;

/**
 * Capacity of a provider that a {@link CapacityIndex} gave to one demand, until it is released.
 *
 * @param number names the slot within its index
 * @param part the exact amounts, down to the devices
 */
public record Slot(long number, ProviderId provider, Demand demand, Resources part) {}
