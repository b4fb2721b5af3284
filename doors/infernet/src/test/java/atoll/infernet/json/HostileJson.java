package atoll.infernet.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Documents that a stranger may send, always the same for the same seed: valid ones, valid ones
 * with something else in a place, and damaged ones.
 */
public final class HostileJson {
  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1",
          "-1",
          "200",
          "255",
          "256",
          "65536",
          "4294967295",
          "4294967296",
          "-4294967296",
          "-4294967297",
          "9223372036854775808",
          "-9223372036854775809",
          "1" + "0".repeat(77),
          "1" + "0".repeat(400),
          "9".repeat(4300),
          "9".repeat(4301),
          "0.5",
          "3.0",
          "-0.0",
          "1e400",
          "-1e400",
          "5e-324",
          "1e999999999999",
          "NaN",
          "Infinity",
          "-Infinity",
          "\"\"",
          "\"3000\"",
          "\" 7 \"",
          "\"1_000\"",
          "\"yes\"",
          "\"0x\"",
          "\"running\"",
          "\"success\"",
          "\"echo\"",
          "\"puppet\"",
          "\"a,b\"",
          "\"127.0.0.1\"",
          "\"10.0.0.0/8\"",
          "\"http://[\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"\ufeff\u2028\u0085\"",
          "\"\\u0000\\u001f\"",
          "\"'\\\"\\\\\"",
          "\"../../x\"",
          "\"" + "x".repeat(300) + "\"",
          "\"" + "\\u00e9".repeat(20_000) + "\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "[".repeat(300) + "]".repeat(300),
          "{\"a\":".repeat(300) + "1" + "}".repeat(300));

  private static final List<String> NAMES =
      List.of(
          "a",
          "",
          "id",
          "ip",
          "containers",
          "data",
          "code",
          "destination",
          "source",
          "requires_proof",
          "proof",
          "raw_input",
          "status",
          "output",
          "\\ud800",
          "\\ue000",
          "\\ud83d\\ude00",
          "__proto__");

  private static final List<String> DAMAGE =
      List.of(
          "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "0", "-", "+", "e", ".",
          "NaN", "nul", "//", "/*", "'", "\0", "\u00a0", "\ufeff", "\n", "1_0", "0x1");

  private final Random random;

  public HostileJson(Random random) {
    this.random = random;
  }

  /** As many as {@code atoll.fuzz} says, and some if it says nothing. */
  public static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("atoll.fuzz", 3));
  }

  /** Any document of at most this depth, unless a scalar of it is deeper. */
  public String document(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    if (kind < 2) return pick(SCALARS);
    var items = new ArrayList<String>();
    for (int i = random.nextInt(5); i > 0; i--)
      items.add((kind == 2 ? "" : '"' + pick(NAMES) + "\":") + document(depth - 1));
    var inside = String.join(pick(List.of(",", ", ", "\n,\t")), items);
    return kind == 2 ? "[" + inside + "]" : "{" + inside + "}";
  }

  /** Puts something else in some places of a valid document. */
  public String mutated(String json) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      var places = Places.of(json);
      if (places.isEmpty()) return json;
      json = mutated(json, pick(places), pick(places));
    }
    return json;
  }

  private String mutated(String json, Places.Place at, Places.Place other) {
    var here = json.substring(at.begin(), at.end());
    var there = json.substring(other.begin(), other.end());
    var member = '"' + pick(NAMES) + "\":" + document(2);
    var instead =
        switch (random.nextInt(8)) {
          case 0, 1 -> pick(SCALARS);
          case 2 -> document(3);
          case 3 -> there;
          case 4 -> "[" + here + "]";
          case 5 -> "\"" + here.replace("\"", "") + "\"";
          case 6 ->
              here.startsWith("{")
                  ? "{" + member + (here.length() > 2 ? "," : "") + here.substring(1)
                  : member;
          default ->
              at.name().isEmpty()
                  ? here + "," + here
                  : here + ",\"" + at.name() + "\":" + document(1);
        };
    return json.substring(0, at.begin()) + instead + json.substring(at.end());
  }

  /** Damages text, or the bytes that it is sent as. */
  public byte[] broken(String json) {
    var text = new StringBuilder(json);
    for (int i = random.nextInt(3); i > 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(6));
      text.replace(from, to, random.nextBoolean() ? pick(DAMAGE) : "");
    }
    var bytes = text.toString().getBytes(UTF_8);
    return switch (random.nextInt(6)) {
      case 0 ->
          text.toString()
              .getBytes(
                  pick(
                      List.of(
                          java.nio.charset.StandardCharsets.UTF_16,
                          java.nio.charset.StandardCharsets.UTF_16LE,
                          java.nio.charset.StandardCharsets.UTF_32BE,
                          java.nio.charset.StandardCharsets.ISO_8859_1)));
      case 1 -> ("\ufeff" + text).getBytes(UTF_8);
      case 2 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 3 -> {
        for (int i = bytes.length == 0 ? 0 : 1 + random.nextInt(3); i > 0; i--)
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        yield bytes;
      }
      default -> bytes;
    };
  }

  /** Mostly valid or nearly so, since what is broken at once is never looked into. */
  public byte[] hostile(String json) {
    return switch (random.nextInt(8)) {
      case 0 -> json.getBytes(UTF_8);
      case 1 -> broken(mutated(json));
      case 2 -> document(4).getBytes(UTF_8);
      default -> mutated(json).getBytes(UTF_8);
    };
  }

  public <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
