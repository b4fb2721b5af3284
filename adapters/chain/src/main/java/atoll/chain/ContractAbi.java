package atoll.chain;

import com.esaulpaugh.headlong.abi.ABIJSON;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Event;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a contract can be told and asked, and what it emits: its functions, events and errors by
 * name.
 */
public final class ContractAbi {
  private final Map<String, Function> functions = new HashMap<>();
  private final Map<String, Event<Tuple>> events = new HashMap<>();
  private final Map<String, Function> errors = new HashMap<>();

  /**
   * @param json the ABI as compilers write it
   */
  public ContractAbi(String json) {
    for (var function : ABIJSON.parseNormalFunctions(json))
      functions.put(function.getName(), function);
    for (var event : ABIJSON.parseEvents(json)) events.put(event.getName(), event);
    for (var error : ABIJSON.parseErrors(json)) errors.put(error.getName(), error.function());
  }

  public Function function(String name) {
    return known(functions, name, "function");
  }

  public Event<Tuple> event(String name) {
    return known(events, name, "event");
  }

  /**
   * The call of a function; arguments as headlong takes them: int, long, BigInteger, byte[],
   * Address, Tuple.
   */
  public Data call(String name, Object... arguments) {
    return Data.of(bytes(function(name).encodeCallWithArgs(arguments)));
  }

  /**
   * @throws IllegalArgumentException if the bytes are no such result
   */
  public <T extends Tuple> T result(String name, Data returned) {
    try {
      return function(name).decodeReturn(returned.bytes());
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the result of " + name + " is cut off", e);
    }
  }

  /** The topic by which an event is found. */
  public Word topic(String name) {
    return Word.of(
        Keccak.hash(
            event(name)
                .getCanonicalSignature()
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  /** The values of an event in the order of its parameters, if {@code log} is one. */
  public Optional<Tuple> read(String name, Log log) {
    if (log.topics().isEmpty() || !log.topics().getFirst().equals(topic(name)))
      return Optional.empty();
    var topics = log.topics().stream().map(Word::bytes).toArray(byte[][]::new);
    // Events of other contracts may have the same topic and other parameters.
    if (topics.length != 1 + event(name).getIndexedParams().size()) return Optional.empty();
    try {
      return Optional.of(event(name).decodeArgs(topics, log.data().bytes()));
    } catch (IllegalArgumentException | BufferUnderflowException other) {
      return Optional.empty();
    }
  }

  /** The name of the error with which a contract reverted, if it is one of this contract. */
  public Optional<String> errorName(Data reverted) {
    if (reverted.length() < 4) return Optional.empty();
    var selector = Arrays.copyOf(reverted.bytes(), 4);
    return errors.values().stream()
        .filter(error -> Arrays.equals(error.selector(), selector))
        .map(Function::getName)
        .findFirst();
  }

  /** Arguments for a constructor, to follow its code. */
  public static byte[] addresses(Address... arguments) {
    var out = ByteBuffer.allocate(32 * arguments.length);
    for (var address : arguments) out.put(new byte[12]).put(Addresses.bytes(address));
    return out.array();
  }

  private static <T> T known(Map<String, T> named, String name, String kind) {
    var found = named.get(name);
    if (found == null)
      throw new IllegalArgumentException("the contract has no " + kind + " " + name);
    return found;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.limit()];
    buffer.get(0, bytes);
    return bytes;
  }
}
