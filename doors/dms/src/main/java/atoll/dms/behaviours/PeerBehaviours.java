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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whom the node can reach (DMS §4.2), as far as every transport can tell. */
record PeerBehaviours(Transport transport) {
  private static final int PING_SECONDS = 1;

  void serve(Served served) {
    served.on("/dms/node/peers/ping", Failure.ERROR, this::ping);
    served.on("/dms/node/peers/list", Failure.ERROR, _ -> list());
    served.on("/dms/node/peers/self", Failure.ERROR, _ -> self());
  }

  private CanonicalJson ping(Received message) throws InterruptedException {
    var ping = transport.ping(peer(request(message).text("Host")));
    try {
      var took = ping.get(PING_SECONDS, TimeUnit.SECONDS);
      return object().name("Error").value("").name("RTT").value(took.toMillis()).endObject();
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

  /** Addresses are a network's; there are none in memory. */
  private CanonicalJson self() {
    return object()
        .name("id")
        .value(transport.self().text())
        .name("listen_addr")
        .value("")
        .endObject();
  }

  private static PeerId peer(String text) {
    try {
      return PeerId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new AtollException(ErrorCode.BAD_REQUEST, "Host: " + e.getMessage(), e);
    }
  }
}
