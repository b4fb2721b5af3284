package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.ExecutorKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@code executor} and {@code execution.type} may say (DMS §6.3). */
final class ExecutorKinds {
  private static final String RUNS = "docker, wasm, firecracker or null";

  private ExecutorKinds() {}

  /** An unquoted null is the null executor; nothing at all is missing. */
  static Optional<ExecutorKind> read(Members members, String name) {
    var value = members.findAsWritten(name);
    if (value.isEmpty() || value.get().tree() instanceof Tree.Scalar s && s.text().isEmpty()) {
      members.missing(name, RUNS);
      return Optional.empty();
    }
    if (value.get().isNull()) return Optional.of(ExecutorKind.NULL);
    var text = value.get().word();
    var kind = ExecutorKind.parse(text.toLowerCase(Locale.ROOT));
    if (kind.isEmpty() && !text.isEmpty())
      value
          .get()
          .problem(
              Code.UNKNOWN_VALUE,
              Said.quote(text) + " runs nothing here",
              Said.closest(
                      text,
                      Arrays.stream(ExecutorKind.values()).map(ExecutorKind::wireName).toList())
                  .map(k -> "did you mean " + k + "?")
                  .orElse(RUNS));
    if (kind.filter(k -> k == ExecutorKind.CONTAINERD).isPresent())
      value
          .get()
          .problem(Code.UNSUPPORTED, "this network has no containerd executor yet", "use docker");
    return kind;
  }
}
