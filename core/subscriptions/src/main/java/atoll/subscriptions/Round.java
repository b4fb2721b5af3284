package atoll.subscriptions;

import java.util.List;

/**
 * What a block asks for.
 *
 * @param due to be answered now
 * @param over to be dropped
 * @param unsettled delivered lately, so that a reorganisation might have undone it: to be looked
 *     for on the chain again
 */
public record Round<T>(List<Due<T>> due, List<Over<T>> over, List<Due<T>> unsettled) {
  public Round {
    due = List.copyOf(due);
    over = List.copyOf(over);
    unsettled = List.copyOf(unsettled);
  }
}
