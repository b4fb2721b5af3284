package atoll.capability;

import java.util.List;

/** What became of a wish to pass authority on. */
public sealed interface Delegation {
  /** Several tokens if only several anchors together cover what was asked. */
  record Delegated(TokenList tokens) implements Delegation {}

  /** The provide anchors do not cover these; nothing was issued. */
  record Uncovered(List<Capability> caps, List<Topic> topics, String explanation)
      implements Delegation {}
}
