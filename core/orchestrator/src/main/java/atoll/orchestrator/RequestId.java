package atoll.orchestrator;

/**
 * The caller's own name for a request, so that asking twice does it once (HTTP {@code
 * Idempotency-Key}).
 */
public record RequestId(String value) {
  public RequestId {
    if (value.isBlank() || value.length() > 256)
      throw new IllegalArgumentException("a request id has 1 to 256 characters");
  }
}
