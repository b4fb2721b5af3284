package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.util.List;

/** An event as a contract emitted it. */
public record Log(Address contract, List<Word> topics, Data data) {
  public Log {
    topics = List.copyOf(topics);
    if (topics.size() > 4) throw new IllegalArgumentException("an event has at most 4 topics");
  }
}
