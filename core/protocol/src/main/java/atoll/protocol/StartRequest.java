package atoll.protocol;

import atoll.kernel.json.CanonicalJson;

/**
 * Asks an allocation to start (DMS §4.8). Until there is a subnet its addresses are empty and its
 * ports are those of the commit.
 */
public record StartRequest() {
  public byte[] toJson() {
    return new CanonicalJson(64)
        .beginObject()
        .name("SubnetIP")
        .value("")
        .name("GatewayIP")
        .value("")
        .name("PortMapping")
        .beginObject()
        .endObject()
        .endObject()
        .toBytes();
  }
}
