package atoll.capability;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tokens as envelopes carry them and the command line prints them: {@code {"tok":[…]}}. */
public record TokenList(List<CapabilityToken> tokens) {
  public static final TokenList EMPTY = new TokenList(List.of());

  public TokenList {
    tokens = List.copyOf(tokens);
  }

  public static TokenList of(CapabilityToken... tokens) {
    return new TokenList(List.of(tokens));
  }

  public TokenList and(TokenList other) {
    var all = new ArrayList<>(tokens);
    all.addAll(other.tokens);
    return new TokenList(all);
  }

  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** Canonical; the empty list is {@code {}}. */
  public String json() {
    if (tokens.isEmpty()) return "{}";
    var out = new StringBuilder("{\"tok\":[");
    for (var token : tokens) {
      if (out.charAt(out.length() - 1) != '[') out.append(',');
      out.append(token.json());
    }
    return out.append("]}").toString();
  }

  public byte[] toBytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return json();
  }
}
