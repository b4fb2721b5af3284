package atoll.infernet.config;

/** So many requests in so many seconds (Infernet §2.8). */
public record RateLimit(int requests, int periodSeconds) {
  public RateLimit {
    if (requests < 1) throw new IllegalArgumentException("num_requests is less than 1");
    if (periodSeconds < 1) throw new IllegalArgumentException("period is less than 1");
  }
}
