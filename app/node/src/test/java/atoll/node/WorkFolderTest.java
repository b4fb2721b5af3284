package atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  private static final long NOBODY = 999_999_999_999L;

  @TempDir Path home;

  @Test
  void itIsForThisProcessAloneAndGoesWhenItIsClosed() throws Exception {
    var folder = WorkFolder.under(home);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
        .isEqualTo("rwx------");
    Files.createDirectories(folder.path().resolve("jobs/a"));
    Files.writeString(folder.path().resolve("jobs/a/stdout.log"), "hello");
    folder.close();
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndWhatALivingOneHasIsNot() throws Exception {
    var dead = Files.createDirectories(home.resolve("work/net-" + NOBODY + "-1/jobs"));
    var mine = WorkFolder.under(home);
    var other = WorkFolder.under(home);
    assertThat(dead.getParent()).doesNotExist();
    assertThat(mine.path()).exists();
    mine.close();
    other.close();
  }
}
