package atoll.journal;

/**
 * The name of an entry: a collection, such as {@code leases}, and a key that is its own in it.
 *
 * @param collection lower case letters, digits and hyphens, at most 64
 * @param key 1 to 512 characters, none of them a control character or half a surrogate pair
 */
public record EntryKey(String collection, String key) implements Comparable<EntryKey> {
  private static final int LONGEST_COLLECTION = 64;
  private static final int LONGEST_KEY = 512;

  public EntryKey {
    if (!isName(collection))
      throw new IllegalArgumentException("not the name of a collection: " + collection);
    if (key.isEmpty() || key.length() > LONGEST_KEY)
      throw new IllegalArgumentException("a key has 1 to 512 characters, not " + key.length());
    for (int i = 0; i < key.length(); i++) {
      if (Character.isISOControl(key.charAt(i)))
        throw new IllegalArgumentException("a key has no control characters");
      if (Character.isSurrogate(key.charAt(i)) && !isPair(key, i) && !isPair(key, i - 1))
        throw new IllegalArgumentException("a key has no half of a surrogate pair");
    }
  }

  private static boolean isName(String collection) {
    if (collection.isEmpty() || collection.length() > LONGEST_COLLECTION) return false;
    for (int i = 0; i < collection.length(); i++) {
      char c = collection.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z';
      boolean isOther = c >= '0' && c <= '9' || c == '-';
      if (!isLetter && !(isOther && i > 0)) return false;
    }
    return true;
  }

  private static boolean isPair(String key, int at) {
    return at >= 0
        && at + 1 < key.length()
        && Character.isSurrogatePair(key.charAt(at), key.charAt(at + 1));
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
