package atoll.journal;

import java.util.regex.Pattern;

/**
 * The name of an entry: a collection, such as {@code leases}, and a key that is its own in it.
 *
 * @param collection lower case letters, digits and hyphens, at most 64
 * @param key 1 to 512 characters, none of them a control character
 */
public record EntryKey(String collection, String key) implements Comparable<EntryKey> {
  private static final Pattern COLLECTION = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final int LONGEST_KEY = 512;

  public EntryKey {
    if (!COLLECTION.matcher(collection).matches())
      throw new IllegalArgumentException("not the name of a collection: " + collection);
    if (key.isEmpty() || key.length() > LONGEST_KEY)
      throw new IllegalArgumentException("a key has 1 to 512 characters, not " + key.length());
    if (key.chars().anyMatch(Character::isISOControl))
      throw new IllegalArgumentException("a key has no control characters");
  }

  @Override
  public int compareTo(EntryKey other) {
    int byCollection = collection.compareTo(other.collection);
    return byCollection != 0 ? byCollection : key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return collection + "/" + key;
  }
}
