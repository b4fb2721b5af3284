package atoll.bench.parts;

import atoll.actor.Envelope;
import atoll.actor.Handle;
import atoll.actor.Transport;
import atoll.capability.Expiry;
import atoll.identity.PrivateKey;
import atoll.kernel.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who writes to an actor again and again, with the same tokens until they expire, as the wire
 * allows (DMS §3.2). Thread-safe.
 */
final class Stranger {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final byte[] PAYLOAD =
      "{\"message\":\"as short as most of them are\"}".getBytes(StandardCharsets.UTF_8);

  private final PrivateKey key;
  private final Handle self;
  private final Transport transport;
  private final Handle to;
  private final String behaviour;
  private final byte[] tokens;
  private final Expiry expiry;
  private final AtomicLong nonces;

  Stranger(PrivateKey key, Transport transport, Handle to, String behaviour, byte[] tokens) {
    var now = InstantSource.system().instant();
    this.key = key;
    this.self = Handle.of(key.publicKey());
    this.transport = transport;
    this.to = to;
    this.behaviour = behaviour;
    this.tokens = tokens;
    this.expiry = Expiry.at(now.plus(LIFETIME));
    this.nonces = new AtomicLong(Expiry.at(now).unixNanos());
  }

  Transport transport() {
    return transport;
  }

  /** A message of its own, signed. */
  Envelope sign() {
    var json = new CanonicalJson(4096).beginObject().name("to");
    to.write(json);
    self.write(json.name("be").value(behaviour).name("from"));
    json.name("nonce").unsigned(nonces.getAndIncrement()).name("opt").beginObject();
    json.name("exp").unsigned(expiry.unixNanos()).endObject();
    json.name("msg").value(PAYLOAD).name("cap").value(tokens).endObject();
    return Envelope.parse(json.toBytes()).sign(key);
  }
}
