package atoll.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every package and file owes a reader. */
class DoorSignsTest {
  private final House house = House.read();

  @Test
  void everyPackageSaysWhatItIsForAndForbidsNull() throws IOException {
    var folders = new TreeSet<Path>();
    house.sources().forEach(file -> folders.add(file.getParent()));
    var bare = new ArrayList<Path>();
    for (var folder : folders) {
      var sign = folder.resolve("package-info.java");
      if (!Files.exists(sign)
          || !Files.readString(sign).contains("@org.jspecify.annotations.NullMarked"))
        bare.add(house.root().relativize(folder));
    }
    assertThat(bare).as("packages without a NullMarked package-info.java").isEmpty();
  }

  @Test
  void noPackageIsNamedAfterNothing() {
    assertThat(house.sources())
        .noneMatch(file ->
            file.getParent()
                .toString()
                .matches(".*/(util|utils|impl|dto|helper|helpers|common|misc)(/.*)?"));
  }

  @Test
  void timeAndChanceAreHandedIn() throws IOException {
    var clocks = new ArrayList<String>();
    for (var file : house.sources()) {
      if (file.startsWith(house.root().resolve("app/node"))
          || file.startsWith(house.root().resolve("proof"))) continue;
      var text = Files.readString(file);
      for (var forbidden :
          new String[] {
            "Instant.now()",
            "System.nanoTime()",
            "System.currentTimeMillis()",
            "new Random()",
            "UUID.randomUUID()"
          })
        if (text.contains(forbidden)) clocks.add(house.root().relativize(file) + ": " + forbidden);
    }
    assertThat(clocks).as("reads of the real clock or chance outside the assembly").isEmpty();
  }
}
