package atoll.identity;

import java.util.Arrays;

/** libp2p's protobuf of a key: {@code Type=1} varint, {@code Data=2} bytes (DMS §1.1). */
record KeyMessage(KeyType type, byte[] data) {

  static byte[] write(KeyType type, byte[] data) {
    if (type.wireNumber() == 0)
      throw new IllegalStateException(type + " keys anchor DIDs only and have no wire form");
    var out = new byte[4 + data.length];
    out[0] = 0x08;
    out[1] = (byte) type.wireNumber();
    out[2] = 0x12;
    out[3] = (byte) data.length;
    System.arraycopy(data, 0, out, 4, data.length);
    return out;
  }

  static KeyMessage read(byte[] bytes) {
    if (bytes.length < 4
        || bytes[0] != 0x08
        || bytes[2] != 0x12
        || bytes[3] < 0
        || bytes[3] != bytes.length - 4)
      throw new IllegalArgumentException("not a libp2p key of " + bytes.length + " bytes");
    for (var type : KeyType.values())
      if (type.wireNumber() != 0 && type.wireNumber() == bytes[1])
        return new KeyMessage(type, Arrays.copyOfRange(bytes, 4, bytes.length));
    throw new IllegalArgumentException(
        "key type " + (bytes[1] & 0xff) + " is not supported, only Ed25519 (1) and Secp256k1 (2)");
  }
}
