package atoll.journal;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;

/** The member {@code v} of a record in an entry: which shape it has. */
public final class RecordVersion {
  private RecordVersion() {}

  public static CanonicalJson write(CanonicalJson object, int version) {
    return object.name("v").value(version);
  }

  /**
   * The version of a record.
   *
   * @param newest the newest that this program can read
   * @throws JournalException if it is newer
   */
  public static int require(Fields record, int newest) {
    long version = record.integer("v");
    if (version < 1 || version > newest)
      throw new JournalException(
          "a record has version %d, and this program reads up to %d; use a newer one"
              .formatted(version, newest));
    return (int) version;
  }
}
