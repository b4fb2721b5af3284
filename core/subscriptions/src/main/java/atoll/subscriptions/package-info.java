/** When is an interval of a subscription due, and what of it was delivered? Knows no chain. */
@org.jspecify.annotations.NullMarked
package atoll.subscriptions;
