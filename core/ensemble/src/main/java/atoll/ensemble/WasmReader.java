package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.Sha256;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The execution of type {@code wasm}, which is ours: {@code module} is a file, read by the client,
 * or {@code https://…#sha256=<64 hex digits>}, fetched by the provider; the digest may also stand
 * in {@code digest}. On the wire, {@code module} is base64 or the same URL.
 */
final class WasmReader {
  private static final Pattern DIGEST = Pattern.compile("(?:sha256[:=])?([0-9a-fA-F]{64})");
  private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  private WasmReader() {}

  static Execution read(Members members) {
    var digest = members.find("digest").flatMap(WasmReader::digest);
    var module =
        members
            .require("module", "module: hello.wasm")
            .map(m -> module(m, digest, members))
            .orElse(new Execution.Module.Inline(new byte[0]));
    var arguments =
        members.find("args").map(a -> a.texts("args: [\"one\", \"two\"]")).orElse(List.of());
    return new Execution.Wasm(module, arguments, ExecutionReader.environment(members));
  }

  private static Optional<String> digest(Value value) {
    var text = value.word();
    var match = DIGEST.matcher(text);
    if (match.matches()) return Optional.of(match.group(1).toLowerCase(Locale.ROOT));
    if (!text.isEmpty())
      value.problem(
          Code.BAD_FORMAT, "is not a SHA-256 digest", "64 hex digits, as sha256sum prints");
    return Optional.empty();
  }

  private static Execution.Module module(Value value, Optional<String> digest, Members members) {
    if (value.isScalar() && HAS_SCHEME.matcher(value.text()).lookingAt())
      return remote(value, digest, members);
    var bytes = Contents.module(value);
    if (digest.isPresent() && bytes.length > 0 && !digest.get().equals(Sha256.hex(bytes)))
      value.problem(
          Code.MISMATCH,
          "the module's SHA-256 is not its digest",
          "sha256 is " + Sha256.hex(bytes));
    return new Execution.Module.Inline(bytes);
  }

  private static Execution.Module remote(Value value, Optional<String> digest, Members members) {
    var text = value.text().strip();
    int hash = text.indexOf('#');
    var url = hash < 0 ? text : text.substring(0, hash);
    var fragment = hash < 0 ? "" : text.substring(hash + 1);
    var written = DIGEST.matcher(fragment);
    Optional<String> inUrl =
        fragment.startsWith("sha256=") && written.matches()
            ? Optional.of(written.group(1).toLowerCase(Locale.ROOT))
            : Optional.empty();
    if (!isHttps(url))
      value.problem(
          Code.BAD_FORMAT,
          Said.quote(url) + " is not an https address",
          "https://host/module.wasm");
    if (!fragment.isEmpty() && inUrl.isEmpty())
      value.problem(Code.BAD_FORMAT, "what follows # is not a digest", "#sha256=<64 hex digits>");
    else if (inUrl.isEmpty() && members.find("digest").isEmpty())
      value.problem(
          Code.MISSING,
          "a module from elsewhere needs its digest",
          "append #sha256=<64 hex digits>, as sha256sum prints");
    else if (inUrl.isPresent() && digest.isPresent() && !inUrl.equals(digest))
      value.problem(Code.MISMATCH, "the digest in the address is not the one in digest", "");
    return new Execution.Module.Remote(url, inUrl.or(() -> digest).orElse(""));
  }

  private static boolean isHttps(String url) {
    try {
      var parsed = new URI(url);
      return "https".equals(parsed.getScheme())
          && parsed.getHost() != null
          && parsed.getUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
