package atoll.kernel;

import java.util.Locale;
import java.util.Optional;

/**
 * What runs a workload, as {@code executor:} and {@code execution.type} name it (DMS §6.3; {@code
 * wasm} is ours).
 */
public enum ExecutorKind {
  DOCKER,
  WASM,
  NULL,
  FIRECRACKER,
  CONTAINERD;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ExecutorKind> parse(String text) {
    for (var kind : values()) if (kind.wireName().equals(text)) return Optional.of(kind);
    return Optional.empty();
  }
}
