package atoll.cli.doctor;

import atoll.cli.CliEnvironment;
import atoll.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether the folders of this user can be used, and whether what is secret in them is only theirs.
 */
record HomeCheck(CliEnvironment environment, Invocation invocation) implements Check {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Override
  public String name() {
    return "home";
  }

  @Override
  public Finding look() {
    if (!Files.isWritable(environment.home()))
      return Finding.fail(
          environment.home() + " cannot be written to", "Set HOME to a folder of your own");
    var exposed = new ArrayList<Path>();
    var user = invocation.configuration().userFolder();
    try {
      for (var folder : List.of(environment.atollHome(), user.resolve("key"), user.resolve("cap")))
        collect(folder, exposed);
    } catch (IOException e) {
      return Finding.fail("it cannot be looked at: " + e.getMessage(), "");
    }
    if (exposed.isEmpty())
      return Finding.ok(environment.home() + " can be written to, and its secrets are yours alone");
    return Finding.fail(
        "others can read or change "
            + exposed.getFirst()
            + (exposed.size() == 1 ? "" : " and " + (exposed.size() - 1) + " more"),
        "Take that away: chmod 600 " + exposed.getFirst());
  }

  private static void collect(Path folder, List<Path> exposed) throws IOException {
    if (!Files.isDirectory(folder)) return;
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).limit(1000).toList())
        if (isSecret(file)
            && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains))
          exposed.add(file);
    }
  }

  private static boolean isSecret(Path file) {
    var name = file.getFileName().toString();
    return name.endsWith(".json")
        || name.contains(".cap")
        || name.contains("token")
        || name.endsWith(".yaml");
  }
}
