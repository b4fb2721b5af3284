package atoll.cli.authority;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.identity.Did;
import atoll.identity.KeyType;
import atoll.identity.PrivateKey;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes keys and tells their DIDs. */
@Command(name = "key", description = "Make keys, and tell their DIDs.")
public final class KeyCommand {
  private final Invocation invocation;

  private KeyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** With its subcommands. */
  public static CommandLine of(Invocation invocation) {
    var key = new KeyCommand(invocation);
    return new CommandLine(key)
        .addSubcommand(key.new New())
        .addSubcommand(key.new Tell())
        .addSubcommand(key.new List());
  }

  @Command(
      name = "new",
      description =
          "Make a key and keep it, encrypted with a passphrase (DMS_PASSPHRASE, or asked for twice).")
  final class New implements Callable<Integer> {
    @Parameters(
        paramLabel = "NAME",
        description = "What to call it; the usual ones are user and dms.")
    String name = "";

    @Option(
        names = {"-f", "--force"},
        description = "Replace a key of that name.")
    boolean force;

    @Override
    public Integer call() {
      var identities = new Identities(invocation);
      if (Identities.inWallet(name))
        throw CommandRefused.wrongUse(
            "The key " + name + " is in the hardware wallet; none is made here.",
            "Its DID: " + invocation.program() + " key did " + name);
      if (identities.keystore().contains(name) && !force) confirm();
      var key = make(invocation, identities, name);
      tell(name, Did.of(key.publicKey()));
      invocation
          .output()
          .next(
              "What it may do is kept in a context: " + invocation.program() + " cap new " + name);
      return ExitCode.DONE.number();
    }

    private void confirm() {
      var answer =
          invocation
              .environment()
              .secrets()
              .flatMap(prompt ->
                  prompt.ask(
                      "There is a key "
                          + name
                          + " already, and what it may do is lost with it. Type its name to replace it: "));
      if (answer.isEmpty())
        throw CommandRefused.wrongUse(
            "There is a key " + name + " already.",
            "Replace it with --force; what the old one may do is lost with it.");
      if (!new String(answer.get()).equals(name))
        throw CommandRefused.wrongUse("Nothing was changed.", "");
    }
  }

  @Command(name = "did", description = "Print the DID of a key.")
  final class Tell implements Callable<Integer> {
    @Parameters(
        paramLabel = "NAME",
        description = "The key; ledger, ledger:NUMBER are in a hardware wallet.")
    String name = "";

    @Override
    public Integer call() {
      tell(name, new Identities(invocation).identity(name).signer().did());
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "list", description = "Print the names of all keys.")
  final class List implements Callable<Integer> {
    @Override
    public Integer call() {
      var names = new Identities(invocation).keystore().list();
      var output = invocation.output();
      if (output.json())
        output.document(json -> {
          json.beginArray();
          names.forEach(json::value);
          json.endArray();
        });
      else names.forEach(output::line);
      if (names.isEmpty()) output.next("Make one: " + invocation.program() + " key new user");
      return ExitCode.DONE.number();
    }
  }

  /** Makes a key and keeps it. */
  static PrivateKey make(Invocation invocation, Identities identities, String name) {
    var passphrase = identities.passphrases().chosen(name);
    try {
      var key = PrivateKey.generate(KeyType.ED25519, invocation.environment().random());
      identities.keystore().save(name, key, passphrase);
      return key;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private void tell(String name, Did did) {
    var output = invocation.output();
    if (output.json())
      output.document(json ->
          json.beginObject().name("name").value(name).name("did").value(did.uri()).endObject());
    else output.line(did.uri());
  }
}
