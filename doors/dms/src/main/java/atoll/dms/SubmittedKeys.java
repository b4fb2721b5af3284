package atoll.dms;

import atoll.kernel.Sha256;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which body came with which {@code Idempotency-Key}, so that a key used for something else is
 * noticed. Remembers the newest only, and only while the process lives; that the same key starts
 * nothing twice is the orchestrator's promise, not this.
 */
final class SubmittedKeys {
  private final Map<String, byte[]> digests;

  SubmittedKeys(int remembered) {
    digests =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > remembered;
          }
        };
  }

  /** False if the key came with another body before. */
  synchronized boolean accepts(String key, byte[] body) {
    var digest = Sha256.of(body);
    var known = digests.putIfAbsent(key, digest);
    return known == null || Arrays.equals(known, digest);
  }
}
