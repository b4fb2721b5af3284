package atoll.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.ensemble.SourceFiles.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
  @TempDir Path folder;

  @Test
  void aFileIsFoundBesideTheEnsemble() throws IOException {
    Files.writeString(folder.resolve("a.sh"), "echo");

    assertThat(read("./a.sh", 4))
        .isInstanceOfSatisfying(
            Contents.Found.class, found -> assertThat(found.bytes()).hasSize(4));
  }

  @Test
  void aPathMayLeaveTheFolder() throws IOException {
    Files.writeString(folder.resolve("a.sh"), "echo");
    var below = Files.createDirectory(folder.resolve("below"));

    assertThat(SourceFiles.in(below).read("../a.sh", 100)).isInstanceOf(Contents.Found.class);
    assertThat(SourceFiles.in(below).read(folder.resolve("a.sh").toString(), 100))
        .isInstanceOf(Contents.Found.class);
  }

  @Test
  void whatCannotBeReadSaysWhy() throws IOException {
    Files.writeString(folder.resolve("a.sh"), "echo");

    assertThat(why("a.sh", 3)).isEqualTo("is larger than 3 B");
    assertThat(why("b.sh", 3)).startsWith("does not exist in ");
    assertThat(why(".", 3)).isEqualTo("is a folder");
    assertThat(why("a\0b", 3)).startsWith("is not a path");
  }

  @Test
  void whatIsNoRegularFileIsNeverOpened() {
    assertThat(SourceFiles.in(Path.of("/")).read("dev/zero", 3))
        .isEqualTo(new Contents.Unreadable("is not a regular file"));
  }

  private String why(String path, int most) {
    return switch (read(path, most)) {
      case Contents.Unreadable(var why) -> why;
      case Contents.Found found -> throw new AssertionError(found.toString());
    };
  }

  private Contents read(String path, int most) {
    return SourceFiles.in(folder).read(path, most);
  }
}
