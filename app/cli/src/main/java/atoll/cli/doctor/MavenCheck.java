package atoll.cli.doctor;

import atoll.cli.machine.Programs;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Maven, which builds the program when its sources change. */
record MavenCheck(Programs programs) implements Check {
  private static final Pattern VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)[\\w.-]*");
  private static final String INSTALL =
      "Install Maven 3.8 or newer, for example package maven; without it changed sources cannot be built";

  @Override
  public String name() {
    return "maven";
  }

  @Override
  public Finding look() throws InterruptedException {
    var maven = programs.find("mvn");
    if (maven.isEmpty()) return Finding.warn("it is not installed", INSTALL);
    var said = Programs.run(Duration.ofSeconds(20), List.of(maven.get().toString(), "--version"));
    var version = VERSION.matcher(said.map(Programs.Ran::output).orElse(""));
    if (!version.find()) return Finding.warn(maven.get() + " does not tell its version", INSTALL);
    int major = Integer.parseInt(version.group(1));
    boolean old = major < 3 || (major == 3 && Integer.parseInt(version.group(2)) < 8);
    return old
        ? Finding.warn(version.group() + " is too old", INSTALL)
        : Finding.ok(version.group());
  }
}
