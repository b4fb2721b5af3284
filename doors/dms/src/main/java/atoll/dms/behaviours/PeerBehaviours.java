package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;
import static atoll.dms.behaviours.Served.request;

import atoll.actor.Received;
import atoll.actor.Transport;
import atoll.dms.behaviours.Served.Failure;
import atoll.identity.PeerId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whom the node can reach (DMS §4.2), as far as every transport can tell. */
record PeerBehaviours(Transport transport) {
  private static final int PING_SECONDS = 1;
  private static final String PEER_PART = "/p2p/";

  void serve(Served served) {
    served.on("/dms/node/peers/ping", Failure.ERROR, this::ping);
    served.on("/dms/node/peers/list", Failure.ERROR, _ -> list());
    served.on("/dms/node/peers/self", Failure.ERROR, _ -> self());
    served.on("/dms/node/peers/connect", Failure.ERROR, this::connect);
    served.on("/dms/node/peers/score", Failure.ERROR, _ -> score());
    served.on("/dms/node/peers/dht", Failure.ERROR, _ -> dht());
  }

  private CanonicalJson ping(Received message) throws InterruptedException {
    var took = roundTrip(peer("Host", request(message).text("Host")));
    return object().name("Error").value("").name("RTT").value(took.toMillis()).endObject();
  }

  private Duration roundTrip(PeerId peer) throws InterruptedException {
    var ping = transport.ping(peer);
    try {
      return ping.get(PING_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      ping.cancel(false);
      throw new AtollException(ErrorCode.TIMED_OUT, "no answer within " + PING_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AtollException known
          ? known
          : new AtollException(ErrorCode.UNREACHABLE, "the ping failed", e.getCause());
    }
  }

  private CanonicalJson list() {
    var json = object().name("Peers").beginArray();
    transport.peers().stream().map(PeerId::text).sorted().forEach(json::value);
    return json.endArray().endObject();
  }

  /** Who answers is connected: the port opens connections by itself, to whom it can find. */
  private CanonicalJson connect(Received message) throws InterruptedException {
    var address = request(message).text("Address");
    int at = address.lastIndexOf(PEER_PART);
    if (at < 0)
      throw new AtollException(
          ErrorCode.BAD_REQUEST, "Address: it does not end with " + PEER_PART + "<peer id>");
    var peer = peer("Address", address.substring(at + PEER_PART.length()));
    try {
      var _ = roundTrip(peer);
    } catch (AtollException e) {
      throw new AtollException(
          e.code(),
          "cannot connect to "
              + peer.text()
              + ": this node's network is in memory, and reaches nobody outside ("
              + e.getMessage()
              + ")",
          e);
    }
    return object().name("Status").value("CONNECTED").name("Error").value("").endObject();
  }

  /** Nobody is rated better or worse where no gossip crosses a network. */
  private CanonicalJson score() {
    var json = object().name("Score").beginObject();
    for (var peer : transport.peers().stream().map(PeerId::text).sorted().toList()) {
      json.name(peer).beginObject().name("Score").value(0).name("Topics").beginObject().endObject();
      for (var factor : List.of("AppSpecificScore", "IPColocationFactor", "BehaviourPenalty"))
        json.name(factor).value(0);
      json.endObject();
    }
    return json.endObject().endObject();
  }

  private static CanonicalJson dht() {
    throw new AtollException(
        ErrorCode.NOT_FOUND,
        "this node has no routing table: its network is in memory, not on the internet");
  }

  /** Addresses are a network's; there are none in memory. */
  private CanonicalJson self() {
    return object()
        .name("id")
        .value(transport.self().text())
        .name("listen_addr")
        .value("")
        .endObject();
  }

  private static PeerId peer(String member, String text) {
    try {
      return PeerId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new AtollException(ErrorCode.BAD_REQUEST, member + ": " + e.getMessage(), e);
    }
  }
}
