package atoll.chain.infernet;

import atoll.chain.Data;
import com.esaulpaugh.headlong.abi.Pair;
import com.esaulpaugh.headlong.abi.Single;
import com.esaulpaugh.headlong.abi.TupleType;
import java.nio.ByteBuffer;

/** How what containers answer is written for contracts (§3.2). */
public final class OutputData {
  private static final TupleType<Pair<byte[], byte[]>> PAIR = TupleType.parse("(bytes,bytes)");
  private static final TupleType<Single<String>> TEXT = TupleType.parse("(string)");

  private OutputData() {}

  /** Both, raw and processed. */
  public static Data of(Data raw, Data processed) {
    return data(PAIR.encode(Pair.of(raw.bytes(), processed.bytes())));
  }

  public static Data of(String text) {
    return data(TEXT.encode(Single.of(text)));
  }

  private static Data data(ByteBuffer encoded) {
    var bytes = new byte[encoded.limit()];
    encoded.get(0, bytes);
    return Data.of(bytes);
  }
}
