package atoll.infernet.chain;

import atoll.chain.Data;
import atoll.chain.Keccak;
import atoll.chain.Outbox;
import atoll.chain.Transaction;
import atoll.chain.Word;
import atoll.journal.Batch;
import atoll.journal.Codec;
import atoll.journal.Journal;
import atoll.journal.RecordVersion;
import atoll.journal.Repository;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every transaction of this node of which it does not know yet what became, by nonce; journaled
 * before it leaves. Safe for any thread.
 */
final class SentTransactions implements Outbox {
  private static final String COLLECTION = "chain-outbox";

  private final Repository<List<Transaction.Signed>> records;
  private final String scope;
  private final TreeMap<Long, List<Transaction.Signed>> open = new TreeMap<>();

  /**
   * @param scope tells one chain and account from others
   */
  SentTransactions(Journal journal, String scope) {
    this.records = new Repository<>(journal, COLLECTION, new SentCodec());
    this.scope = scope;
    for (var entry : journal.all(COLLECTION))
      if (entry.key().key().startsWith(scope + "/")) {
        var sent = new SentCodec().decode(entry.value());
        open.put(sent.getFirst().transaction().nonce(), sent);
      }
  }

  /** By which an order is found again: the hash of its data. */
  static String order(Data data) {
    return Word.of(Keccak.hash(data.bytes())).hex();
  }

  static String order(Transaction.Signed transaction) {
    return order(transaction.transaction().data());
  }

  @Override
  public synchronized void leaving(Transaction.Signed transaction) {
    long nonce = transaction.transaction().nonce();
    var sent = new ArrayList<>(open.getOrDefault(nonce, List.of()));
    if (sent.stream().anyMatch(one -> one.hash().equals(transaction.hash()))) return;
    sent.add(transaction);
    records.save(name(nonce), sent);
    open.put(nonce, List.copyOf(sent));
  }

  @Override
  public synchronized void stayed(Transaction.Signed transaction) {
    long nonce = transaction.transaction().nonce();
    var left = new ArrayList<>(open.getOrDefault(nonce, List.of()));
    left.removeIf(one -> one.hash().equals(transaction.hash()));
    if (left.isEmpty()) {
      forget(nonce);
      return;
    }
    records.save(name(nonce), left);
    open.put(nonce, List.copyOf(left));
  }

  /** All offers of each nonce, in the order of the nonces. */
  synchronized List<List<Transaction.Signed>> all() {
    return List.copyOf(open.values());
  }

  synchronized Set<Long> nonces() {
    return Set.copyOf(open.keySet());
  }

  /** The offers of the nonce under which an order may have left. */
  synchronized Optional<List<Transaction.Signed>> find(String order) {
    return open.values().stream()
        .filter(sent -> sent.stream().anyMatch(one -> order(one).equals(order)))
        .findFirst();
  }

  /** It is known what became of an order. */
  synchronized void settled(String order) {
    find(order).ifPresent(sent -> settled(sent.getFirst().transaction().nonce()));
  }

  /** It is known what became of a nonce. */
  synchronized void settled(long nonce) {
    forget(nonce);
  }

  private void forget(long nonce) {
    if (open.remove(nonce) == null) return;
    var _ = records.journal().commit(Batch.of(records.remove(name(nonce))));
  }

  private String name(long nonce) {
    return scope + "/" + nonce;
  }

  private static final class SentCodec implements Codec<List<Transaction.Signed>> {
    private static final StrictJson JSON = new StrictJson(64 << 20, 4);

    @Override
    public byte[] encode(List<Transaction.Signed> sent) {
      var json = RecordVersion.write(new CanonicalJson().beginObject(), 1);
      json.name("raw").beginArray();
      for (var one : sent) json.value(one.raw().hex());
      return json.endArray().endObject().toBytes();
    }

    @Override
    public List<Transaction.Signed> decode(byte[] bytes) {
      var fields = Fields.of(JSON.read(bytes));
      RecordVersion.require(fields, 1);
      var sent =
          fields.texts("raw").stream().map(raw -> Transaction.Signed.parse(new Data(raw))).toList();
      if (sent.isEmpty()) throw new IllegalArgumentException("nothing was sent");
      return sent;
    }
  }
}
