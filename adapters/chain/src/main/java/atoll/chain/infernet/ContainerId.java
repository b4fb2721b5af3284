package atoll.chain.infernet;

import atoll.chain.Keccak;
import atoll.chain.Word;
import com.esaulpaugh.headlong.abi.Single;
import com.esaulpaugh.headlong.abi.TupleType;
import java.util.List;

/**
 * How a subscription names the containers that answer it (§4.2): by a hash of their names, in the
 * order they run.
 */
public final class ContainerId {
  private static final TupleType<Single<String>> SHAPE = TupleType.parse("(string)");

  private ContainerId() {}

  public static Word of(List<String> containers) {
    return of(String.join(",", containers));
  }

  /**
   * @param joined names joined by commas, as contracts give them
   */
  public static Word of(String joined) {
    return Word.of(Keccak.hash(SHAPE.encode(Single.of(joined)).array()));
  }
}
