package atoll.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What only decides can reach for nothing: no thread, clock, disk, network, and nobody's driver.
 */
class PureDecisionsTest {
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");

  private static final Pattern VALUE =
      Pattern.compile(
          "java\\.(time\\.(Instant|Duration)|math\\.\\w+|util\\.(?!concurrent|Timer).+)"
              + "|java\\.nio\\.charset\\..+|org\\.jspecify\\..+"
              + "|java\\.security\\.(MessageDigest|NoSuchAlgorithmException)"
              + "|atoll\\.(kernel|ensemble|market|protocol)\\..+"
              + "|atoll\\.(identity\\.Did|actor\\.Handle)"
              + "|atoll\\.orchestrator\\.machine\\..+");

  @Test
  void theMachineOfADeploymentReachesForNothing() throws IOException {
    var reached = new TreeSet<String>();
    int files = 0;
    for (var file : House.read().sources()) {
      if (!file.getParent().endsWith("atoll/orchestrator/machine")) continue;
      files++;
      IMPORT
          .matcher(Files.readString(file))
          .results()
          .map(found -> found.group(1))
          .filter(name -> !VALUE.matcher(name).matches())
          .forEach(name -> reached.add(file.getFileName() + ": " + name));
    }
    assertThat(files).isPositive();
    assertThat(reached).as("what it imports beside values").isEmpty();
  }
}
