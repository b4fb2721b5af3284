package atoll.infernet.operations;

import atoll.infernet.SubscriptionReport;
import atoll.jobs.RecentJob;
import atoll.web.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What a node tells whoever runs it.
 *
 * @param subscriptions the newest first; empty if no chain is served
 * @param earnings nothing without a payment wallet
 * @param jobs told how many are wanted: those under way, then those that ended last
 */
public record Insight(
    Metrics metrics,
    Statistics statistics,
    Supplier<List<SubscriptionReport>> subscriptions,
    Optional<Earnings> earnings,
    IntFunction<List<RecentJob>> jobs) {}
