package atoll.chain;

import java.util.ArrayList;
import java.util.List;

/** Every transaction that was sent with one nonce, each offering more than the one before. */
record Offer(List<Transaction.Signed> sent) {
  Offer {
    sent = new ArrayList<>(sent);
    if (sent.isEmpty()) throw new IllegalArgumentException("nothing was sent");
    if (sent.stream().mapToLong(one -> one.transaction().nonce()).distinct().count() != 1)
      throw new IllegalArgumentException("what was sent has different nonces");
  }

  Transaction.Signed last() {
    return sent.getLast();
  }

  long nonce() {
    return last().transaction().nonce();
  }

  void add(Transaction.Signed better) {
    sent.add(better);
  }
}
