package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;

/**
 * Asks an allocation to start (DMS §4.8). Until there is a subnet its addresses are empty and its
 * ports are those of the commit.
 *
 * @param epoch ours: of the deployment ({@link Epochs})
 * @param run ours: counts the runs of an allocation under one lease, from 1. One that was begun
 *     already, or an older one, is not begun again and answered as the one that was begun: at once
 *     if it runs or has run, when it has started if it is being started. A greater one replaces
 *     what runs, or starts again what has ended and is kept ({@link AllocateRequest.Order#kept}).
 *     0, from v0.5 peers, starts what was never started.
 */
public record StartRequest(long epoch, long run) {
  public StartRequest {
    Epochs.require(epoch);
    if (run < 0) throw new IllegalArgumentException("run is negative: " + run);
  }

  public StartRequest() {
    this(Epochs.NONE, 0);
  }

  public byte[] toJson() {
    var out =
        new CanonicalJson(96)
            .beginObject()
            .name("SubnetIP")
            .value("")
            .name("GatewayIP")
            .value("")
            .name("PortMapping")
            .beginObject()
            .endObject();
    Epochs.write(out, epoch);
    if (run > 0) out.name("Run").value(run);
    return out.endObject().toBytes();
  }

  /**
   * Reads a request; an empty one is v0.5's request to restart.
   *
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static StartRequest parse(byte[] json) {
    if (json.length == 0) return new StartRequest();
    var node = StrictJson.MESSAGE.read(json);
    if (!node.isObject()) return new StartRequest(); // v0.5 peers say anything here
    var fields = Fields.of(node);
    return new StartRequest(Epochs.read(fields), Epochs.natural(fields, "Run", 0));
  }
}
