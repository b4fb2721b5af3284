package atoll.cli.doctor;

import atoll.cli.Invocation;
import java.nio.file.Files;

/** The usual key and its capability context; a {@code dev} network needs neither. */
record IdentityCheck(Invocation invocation) implements Check {
  private static final String NAME = "user";

  @Override
  public String name() {
    return "identity";
  }

  @Override
  public Finding look() {
    var folder = invocation.configuration().userFolder();
    var key = folder.resolve("key").resolve(NAME + ".json");
    var context = folder.resolve("cap").resolve(NAME + ".cap");
    var make =
        "Needed to join a network, not for atoll dev. Make it: "
            + invocation.program()
            + " cap new "
            + NAME;
    if (!Files.exists(key)) return Finding.warn("there is no key " + NAME, make);
    if (!Files.isReadable(key))
      return Finding.fail(key + " cannot be read", "See whose it is: ls -l " + key);
    if (!Files.exists(context))
      return Finding.warn("there is a key " + NAME + ", but no capability context of it", make);
    if (!Files.isReadable(context))
      return Finding.fail(context + " cannot be read", "See whose it is: ls -l " + context);
    return Finding.ok("key and context " + NAME + " are in " + folder);
  }
}
