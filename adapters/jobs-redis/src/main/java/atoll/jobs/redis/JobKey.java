package atoll.jobs.redis;

import atoll.jobs.Client;
import atoll.jobs.JobId;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The names of jobs: {@code <client>:<id>} (Infernet §6.1). A client that is an IPv6 address is
 * written in its short form (RFC 5952), and the id begins after the last colon (QUIRK-18).
 */
final class JobKey {
  private static final String SPECIAL = "\\*?[]^-";

  private JobKey() {}

  static String of(Client client, JobId id) {
    return text(client) + ":" + id.value();
  }

  /** Matches the names of all of a client's jobs, and perhaps some others. */
  static String pattern(Client client) {
    var pattern = new StringBuilder();
    for (char c : text(client).toCharArray()) {
      if (SPECIAL.indexOf(c) >= 0) pattern.append('\\');
      pattern.append(c);
    }
    return pattern + ":*";
  }

  /** Which of a client's jobs a name is of, if it is of any. */
  static Optional<JobId> id(Client client, String key) {
    var text = text(client);
    if (!key.startsWith(text + ":")) return Optional.empty();
    int begin = text.contains(":") ? key.lastIndexOf(':') : text.length();
    if (begin != text.length()) return Optional.empty(); // of a client with a longer name
    try {
      return Optional.of(new JobId(key.substring(begin + 1)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String text(Client client) {
    if (!client.name().contains(":")) return client.name();
    try {
      return InetAddress.ofLiteral(client.name()) instanceof Inet6Address address
          ? shortened(address.getAddress())
          : client.name();
    } catch (IllegalArgumentException _) {
      return client.name();
    }
  }

  private static String shortened(byte[] address) {
    var groups = new int[8];
    for (int i = 0; i < groups.length; i++)
      groups[i] = (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
    int from = -1;
    int length = 1; // a single zero is written
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) end++;
      if (end - i > length) {
        from = i;
        length = end - i;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == from) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
