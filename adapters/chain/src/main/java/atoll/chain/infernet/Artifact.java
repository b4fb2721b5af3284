package atoll.chain.infernet;

import atoll.chain.ContractAbi;
import atoll.chain.Data;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.StrictJson;
import java.io.IOException;

/** A contract as it was compiled and committed in {@code contracts/infernet/out}. */
public record Artifact(String name, ContractAbi abi, Data code) {
  private static final StrictJson JSON = new StrictJson(1 << 20, 32);

  public static Artifact named(String name) {
    return at(name, name + ".json");
  }

  /** A subscriber for trying things; anyone may subscribe with it. */
  public static Artifact exampleSubscriber() {
    return at("RecordingSubscriber", "example/RecordingSubscriber.json");
  }

  static Artifact at(String name, String path) {
    try (var in = Artifact.class.getResourceAsStream(path)) {
      if (in == null)
        throw new AtollException(ErrorCode.NOT_FOUND, "no compiled contract is named " + name);
      var file = JSON.read(in.readAllBytes());
      return new Artifact(
          name,
          new ContractAbi(file.get("abi").toString()),
          new Data(file.get("bytecode").stringValue()));
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "reading the contract " + name, e);
    }
  }

  /** What a transaction carries to make this contract. */
  public Data creation(byte[] arguments) {
    var all = java.util.Arrays.copyOf(code.bytes(), code.length() + arguments.length);
    System.arraycopy(arguments, 0, all, code.length(), arguments.length);
    return Data.of(all);
  }
}
