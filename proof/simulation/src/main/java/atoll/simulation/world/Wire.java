package atoll.simulation.world;

import atoll.actor.SendOutcome;
import atoll.capability.Topic;
import atoll.identity.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What connects the hosts of a world. A {@link Fate} decides over each message. */
final class Wire {
  /** After which a connection that nobody answers is given up. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(5);

  private static final byte[] BEHAVIOUR = "\"be\":\"".getBytes(StandardCharsets.UTF_8);

  private final Turns turns;
  private final Trace trace;
  private final Weather weather;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, WireTransport> up = new LinkedHashMap<>();
  private Fate fate;

  Wire(Turns turns, Trace trace, Weather weather) {
    this.turns = turns;
    this.trace = trace;
    this.weather = weather;
    this.fate = weather;
  }

  /** Puts something between the hosts and the world's own fate. */
  void fate(Fate other) {
    fate = other;
  }

  WireTransport join(PeerId peer, String name, Life life, NodeClock clock) {
    names.put(peer.text(), name);
    var transport = new WireTransport(peer, name, life, clock, this);
    up.put(name, transport);
    return transport;
  }

  void leave(WireTransport transport) {
    up.remove(transport.name(), transport);
  }

  void leave(String name) {
    up.remove(name);
  }

  List<PeerId> peersOf(WireTransport of) {
    return up.values().stream()
        .filter(t -> t != of && !weather.isCut(of.name(), t.name()))
        .map(WireTransport::self)
        .toList();
  }

  CompletableFuture<SendOutcome> send(
      WireTransport from, String toHost, String inbox, byte[] envelope, Instant expiresAt) {
    var outcome = new CompletableFuture<SendOutcome>();
    var to = names.get(toHost);
    if (to == null) return unreachable("no way to host " + toHost);
    if (to.equals(from.name())) {
      turns.execute(from.life(), () -> outcome.complete(from.take(from.self(), inbox, envelope)));
      return outcome;
    }
    note(from.name(), to, inbox, envelope);
    if (weather.isCut(from.name(), to)) {
      answer(from, GIVEN_UP, outcome, new SendOutcome.Unreachable(to + " does not answer"));
      return outcome;
    }
    var arrivals = fate.of(new Fate.Parcel(from.name(), to, envelope));
    if (arrivals.isEmpty()) answer(from, GIVEN_UP, outcome, SendOutcome.SENT);
    for (var arrival : arrivals)
      turns.schedule(
          null,
          arrival.after(),
          () -> arrive(from, to, inbox, arrival.bytes(), expiresAt, outcome));
    return outcome;
  }

  private void arrive(
      WireTransport from,
      String to,
      String inbox,
      byte[] envelope,
      Instant expiresAt,
      CompletableFuture<SendOutcome> outcome) {
    var target = up.get(to);
    if (target == null) {
      answer(
          from,
          weather.usual(from.name(), to),
          outcome,
          new SendOutcome.Unreachable(to + " is down"));
      return;
    }
    turns.execute(
        target.life(),
        () -> {
          SendOutcome taken =
              target.expired(expiresAt)
                  ? new SendOutcome.Unreachable("it expired on the way to " + to)
                  : target.take(from.self(), inbox, envelope);
          if (weather.isCut(to, from.name()))
            answer(from, GIVEN_UP, outcome, new SendOutcome.Unreachable(to + " does not answer"));
          else answer(from, weather.usual(from.name(), to), outcome, taken);
        });
  }

  private void answer(
      WireTransport to,
      Duration after,
      CompletableFuture<SendOutcome> outcome,
      SendOutcome answer) {
    if (!outcome.isDone()) turns.schedule(to.life(), after, () -> outcome.complete(answer));
  }

  void publish(WireTransport from, Topic topic, byte[] envelope) {
    for (var target : List.copyOf(up.values())) {
      if (target == from) {
        turns.execute(from.life(), () -> from.hear(from.self(), topic, envelope));
        continue;
      }
      if (!target.listensTo(topic)) continue;
      note(from.name(), target.name(), topic.path(), envelope);
      for (var arrival : fate.of(new Fate.Parcel(from.name(), target.name(), envelope)))
        turns.schedule(
            null,
            arrival.after(),
            () -> {
              var now = up.get(target.name());
              if (now != null)
                turns.execute(now.life(), () -> now.hear(from.self(), topic, arrival.bytes()));
            });
    }
  }

  Optional<Duration> roundTrip(WireTransport from, PeerId peer) {
    var to = names.get(peer.text());
    if (to == null || !up.containsKey(to) || weather.isCut(from.name(), to))
      return Optional.empty();
    if (weather.isCut(to, from.name())) return Optional.empty();
    return Optional.of(weather.usual(from.name(), to).multipliedBy(2));
  }

  void after(Life life, Duration delay, Runnable then) {
    turns.schedule(life, delay, then);
  }

  private void note(String from, String to, String inbox, byte[] envelope) {
    trace.add(
        turns.nanos(),
        from,
        "-> "
            + to
            + ":"
            + inbox
            + " "
            + behaviour(envelope)
            + " #"
            + Integer.toHexString(Arrays.hashCode(envelope)));
  }

  /** The behaviour that an envelope names, read without parsing it. */
  private static String behaviour(byte[] envelope) {
    int at = indexOf(envelope);
    if (at < 0) return "?";
    int end = at;
    while (end < envelope.length && envelope[end] != '"') end++;
    return new String(envelope, at, end - at, StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] envelope) {
    for (int i = 0; i + BEHAVIOUR.length < envelope.length; i++)
      if (Arrays.equals(envelope, i, i + BEHAVIOUR.length, BEHAVIOUR, 0, BEHAVIOUR.length))
        return i + BEHAVIOUR.length;
    return -1;
  }

  private static CompletableFuture<SendOutcome> unreachable(String why) {
    return CompletableFuture.completedFuture(new SendOutcome.Unreachable(why));
  }
}
