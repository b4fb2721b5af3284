package atoll.identity;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;

/** A key that the keystore did not give, with the reason from a closed list. */
public final class KeystoreException extends AtollException {
  /** Why. */
  public enum Reason {
    BAD_NAME,
    NO_SUCH_KEY,
    EMPTY_PASSPHRASE,
    WRONG_PASSPHRASE,
    MALFORMED,
    UNSUPPORTED_VERSION,
    UNSUPPORTED_CIPHER,
    UNSUPPORTED_KDF,
    /** The file asks for more memory or time than any honest one needs. */
    EXCESSIVE_COST,
    /** Sealed under another master secret or for another purpose, or changed since. */
    NOT_OPENED,
    /** Others than the owner may read or replace the file. */
    EXPOSED
  }

  private final Reason reason;

  public KeystoreException(Reason reason, String message) {
    super(ErrorCode.KEYSTORE_REFUSED, message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
