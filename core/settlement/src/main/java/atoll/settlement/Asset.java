package atoll.settlement;

import java.util.regex.Pattern;

/** One kind of money, by its id as chains share them (CAIP-19). */
public record Asset(String id) implements Comparable<Asset> {
  private static final Pattern ID =
      Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}");

  /** SLIP-44's number of ether, by which the own coin of every such chain goes. */
  private static final int ETHER = 60;

  public Asset {
    if (!ID.matcher(id).matches())
      throw new IllegalArgumentException("not the id of an asset: " + id);
  }

  /** The own coin of a chain with Ethereum's machine, in wei. */
  public static Asset coin(long chainId) {
    return new Asset("eip155:%s/slip44:%s".formatted(Long.toString(chainId), ETHER));
  }

  /**
   * A token on such a chain, in its smallest unit.
   *
   * @param contract its address, {@code 0x} and 40 hex digits
   */
  public static Asset token(long chainId, String contract) {
    return new Asset("eip155:%s/erc20:%s".formatted(Long.toString(chainId), contract));
  }

  @Override
  public int compareTo(Asset other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id;
  }
}
