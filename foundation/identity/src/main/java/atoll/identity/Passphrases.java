package atoll.identity;

import atoll.identity.KeystoreException.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Where passphrases come from: the environment's {@code DMS_PASSPHRASE}, else a person. */
public final class Passphrases {
  public static final String VARIABLE = "DMS_PASSPHRASE";

  /** Asks a person without showing the answer. */
  @FunctionalInterface
  public interface Prompt {
    /** Empty where there is nobody to ask; blocks until the person answers. */
    Optional<char[]> ask(String question);
  }

  private final Map<String, String> environment;
  private final Prompt prompt;

  public Passphrases(Map<String, String> environment, Prompt prompt) {
    this.environment = Map.copyOf(environment);
    this.prompt = prompt;
  }

  /**
   * The passphrase of an existing key.
   *
   * @throws KeystoreException if it is empty, or nobody can be asked
   */
  public char[] existing(String keyName) {
    return fromEnvironment().orElseGet(() -> ask("Passphrase of key " + keyName + ": "));
  }

  /**
   * The passphrase of a new key, asked for twice.
   *
   * @throws KeystoreException if it is empty, the two differ, or nobody can be asked
   */
  public char[] chosen(String keyName) {
    return fromEnvironment()
        .orElseGet(() -> {
          var first = ask("New passphrase of key " + keyName + ": ");
          var second = ask("The same again: ");
          try {
            if (!Arrays.equals(first, second))
              throw new KeystoreException(
                  Reason.WRONG_PASSPHRASE, "the two passphrases differ; nothing was saved");
            return first;
          } finally {
            Arrays.fill(second, '\0');
          }
        });
  }

  private Optional<char[]> fromEnvironment() {
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(value -> !value.isEmpty())
        .map(String::toCharArray);
  }

  private char[] ask(String question) {
    var answer =
        prompt
            .ask(question)
            .orElseThrow(() ->
                new KeystoreException(
                    Reason.EMPTY_PASSPHRASE,
                    "no passphrase: set " + VARIABLE + " or run in a terminal"));
    if (answer.length == 0)
      throw new KeystoreException(Reason.EMPTY_PASSPHRASE, "the passphrase is empty");
    return answer;
  }
}
