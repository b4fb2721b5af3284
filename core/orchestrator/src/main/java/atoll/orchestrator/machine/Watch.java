package atoll.orchestrator.machine;

import atoll.kernel.ErrorCode;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of a deployment's providers are there. Asking them what there is, is heartbeat and
 * reconciliation in one. Belongs to the deployment's machine.
 */
final class Watch {
  private final Map<ProviderId, Integer> misses = new TreeMap<>();

  /** Since when each lost one counts as lost. */
  private final Map<ProviderId, Instant> lost = new TreeMap<>();

  /** Those that say that they want to be rid of what they have, and those that somebody drains. */
  private final Set<ProviderId> leaving = new TreeSet<>();

  private final Set<ProviderId> drained = new TreeSet<>();

  /** How often in a row each said that it knows of nothing. */
  private final Map<ProviderId, Integer> ignorant = new TreeMap<>();

  /** Those that have answered once; a v0.5 peer never does, and is there all the same. */
  private final Set<ProviderId> able = new TreeSet<>();

  /** What an answer, or none, tells of a provider. */
  enum News {
    NONE,
    /** It counts as lost from now on. */
    LOST,
    /** It is there, and has nothing that it was given. */
    EMPTY
  }

  /** Asks every provider that has something, or is owed the news that it should not. */
  List<Effect> ask(Course course) {
    var effects = new ArrayList<Effect>();
    course
        .fleet
        .providers()
        .forEach((provider, handle) ->
            effects.add(
                new Effect.AskState(
                    provider,
                    handle,
                    course.now,
                    course.requests.state(
                        course.fleet.on(provider).stream().filter(b -> !b.leaving).toList(),
                        course.epoch,
                        course.now))));
    return effects;
  }

  News hear(ProviderId provider, Signal.Said said, Instant now) {
    return switch (said) {
      case Signal.Said.Report(var report) -> {
        there(provider);
        able.add(provider);
        ignorant.remove(provider);
        if (report.draining()) leaving.add(provider);
        else leaving.remove(provider);
        yield News.NONE;
      }
      case Signal.Said.Refusal(var code, _) -> {
        there(provider);
        if (!tellsOfNothing(code)) yield News.NONE;
        int times = ignorant.merge(provider, 1, Integer::sum);
        yield times == Timeouts.MISSES && able.contains(provider) ? News.EMPTY : News.NONE;
      }
      case Signal.Said.Nothing() -> {
        int missed = misses.merge(provider, 1, Integer::sum);
        boolean isNew = missed >= Timeouts.MISSES && lost.putIfAbsent(provider, now) == null;
        yield isNew ? News.LOST : News.NONE;
      }
    };
  }

  /** Who has anything of the deployment serves the question to it. */
  private static boolean tellsOfNothing(ErrorCode code) {
    return code == ErrorCode.UNKNOWN_BEHAVIOUR || code == ErrorCode.UNAUTHORISED;
  }

  /** Whether it says again and again that it knows of nothing, and not only while it boots. */
  boolean knowsNothing(ProviderId provider) {
    return ignorant.getOrDefault(provider, 0) >= Timeouts.MISSES;
  }

  /** Whether it has ever said what it has; a v0.5 peer never does. */
  boolean isAble(ProviderId provider) {
    return able.contains(provider);
  }

  private void there(ProviderId provider) {
    misses.remove(provider);
    lost.remove(provider);
  }

  /** Somebody wants nothing to be left there. */
  void drain(ProviderId provider) {
    drained.add(provider);
  }

  boolean isLost(ProviderId provider) {
    return lost.containsKey(provider);
  }

  /** Those that have been lost for so long that nobody waits for them. */
  List<ProviderId> givenUp(Instant now) {
    return lost.entrySet().stream()
        .filter(e -> !e.getValue().plus(Timeouts.RETURN).isAfter(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean isDraining(ProviderId provider) {
    return leaving.contains(provider) || drained.contains(provider);
  }

  Set<ProviderId> lost() {
    return new TreeSet<>(lost.keySet());
  }

  /** Those that are lost or to be left. */
  Set<ProviderId> unwanted() {
    var all = new TreeSet<>(lost.keySet());
    all.addAll(leaving);
    all.addAll(drained);
    return all;
  }

  /** Those that somebody drains, which a record remembers. */
  Set<ProviderId> drained() {
    return drained;
  }
}
