package atoll.infernet.operations;

import atoll.infernet.SubscriptionReport;
import atoll.web.Metrics;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a node tells whoever runs it.
 *
 * @param subscriptions the newest first; empty if no chain is served
 */
public record Insight(
    Metrics metrics, Statistics statistics, Supplier<List<SubscriptionReport>> subscriptions) {}
