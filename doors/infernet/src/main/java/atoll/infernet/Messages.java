package atoll.infernet;

import atoll.infernet.json.PythonJson;
import atoll.jobs.ServiceName;
import atoll.kernel.json.MalformedJsonException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a client may post: a job, or a delegated subscription; the first that fits (Infernet §2.4).
 */
sealed interface Messages {
  /** {@code id} and {@code ip} of the body are nothing to us (QUIRK-3). */
  record OffchainJob(List<String> containers, String data, boolean requiresProof)
      implements Messages {
    /** None of them may be empty. */
    List<ServiceName> services() {
      return containers.stream().map(ServiceName::new).toList();
    }
  }

  record Delegated(DelegatedSubscription subscription) implements Messages {}

  /**
   * @param why for people
   */
  record Neither(String why) implements Messages {}

  static Messages read(JsonNode body) {
    if (!body.isObject()) return new Neither("a message is an object");
    try {
      return offchainJob(body);
    } catch (MalformedJsonException notAJob) {
      try {
        return delegated(body);
      } catch (MalformedJsonException | IllegalArgumentException notDelegated) {
        return new Neither(
            body.has("signature") || body.has("subscription")
                ? "not a delegated subscription: " + notDelegated.getMessage()
                : "not a job: " + notAJob.getMessage());
      }
    }
  }

  private static OffchainJob offchainJob(JsonNode body) {
    var names = new ArrayList<String>();
    var containers = member(body, "containers");
    if (!containers.isArray()) throw wrong("containers", "a list");
    for (var container : containers) {
      if (!container.isString()) throw wrong("containers", "a list of ids");
      names.add(container.stringValue());
    }
    return new OffchainJob(names, data(body), requiresProof(body));
  }

  private static Delegated delegated(JsonNode body) {
    var signature = member(body, "signature");
    var terms = member(body, "subscription");
    return new Delegated(
        new DelegatedSubscription(
            new DelegatedSubscription.Signature(
                small(signature, "nonce"),
                small(signature, "expiry"),
                tiny(signature, "v"),
                whole(signature, "r"),
                whole(signature, "s")),
            new DelegatedSubscription.Terms(
                text(terms, "owner"),
                small(terms, "active_at"),
                small(terms, "period"),
                small(terms, "frequency"),
                tiny(terms, "redundancy"),
                truth(terms, "lazy"),
                text(terms, "verifier"),
                whole(terms, "payment_amount"),
                text(terms, "payment_token"),
                text(terms, "wallet")),
            text(terms, "containers"),
            data(body),
            requiresProof(body)));
  }

  private static String data(JsonNode body) {
    var data = member(body, "data");
    if (!data.isObject()) throw wrong("data", "an object");
    return PythonJson.write(data);
  }

  private static boolean requiresProof(JsonNode body) {
    var proof = body.get("requires_proof");
    if (proof == null || proof.isNull()) return false;
    return truth(body, "requires_proof");
  }

  private static JsonNode member(JsonNode object, String name) {
    var member = object.get(name);
    if (member == null) throw new MalformedJsonException(name + " is missing");
    return member;
  }

  private static String text(JsonNode object, String name) {
    var member = member(object, name);
    if (!member.isString()) throw wrong(name, "a string");
    return member.stringValue();
  }

  private static boolean truth(JsonNode object, String name) {
    var member = member(object, name);
    if (!member.isBoolean()) throw wrong(name, "true or false");
    return member.booleanValue();
  }

  private static BigInteger whole(JsonNode object, String name) {
    var member = member(object, name);
    if (!member.isIntegralNumber()) throw wrong(name, "a whole number");
    return member.bigIntegerValue();
  }

  private static long small(JsonNode object, String name) {
    var value = whole(object, name);
    if (value.bitLength() > 32) throw wrong(name, "a whole number of 32 bits");
    return value.longValueExact();
  }

  private static int tiny(JsonNode object, String name) {
    var value = whole(object, name);
    if (value.bitLength() > 16) throw wrong(name, "a whole number of 16 bits");
    return value.intValueExact();
  }

  private static MalformedJsonException wrong(String name, String wanted) {
    return new MalformedJsonException(name + " is not " + wanted);
  }
}
