package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.identity.KeystoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterSecretTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("state").resolve("master");
  }

  @Test
  void aRestartOpensWhatWasSealedBefore() throws IOException {
    var sealed = MasterSecret.keptIn(file, new Random(1)).seal(new byte[] {7}, "actor");
    assertThat(MasterSecret.keptIn(file, new Random(2)).open(sealed, "actor")).containsExactly(7);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void whoeverMakesItAtOnceGetsTheSame() throws InterruptedException {
    var sealers = new ConcurrentLinkedQueue<Sealer>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      var random = new Random(i);
      threads.add(Thread.ofVirtual().start(() -> sealers.add(MasterSecret.keptIn(file, random))));
    }
    for (var thread : threads) thread.join();
    assertThat(sealers).hasSize(8);
    var sealed = sealers.peek().seal(new byte[] {7}, "actor");
    for (var sealer : sealers) assertThat(sealer.open(sealed, "actor")).containsExactly(7);
  }

  @Test
  void oneThatOthersMayReadIsRefused() throws IOException {
    MasterSecret.keptIn(file, new Random(1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(refusal()).hasMessageContaining("chmod 600 " + file);
    assertThat(refusal().reason()).isEqualTo(Reason.EXPOSED);
  }

  @Test
  void aLinkIsRefused() throws IOException {
    MasterSecret.keptIn(file, new Random(1));
    var moved = Files.move(file, folder.resolve("elsewhere"));
    Files.createSymbolicLink(file, moved);
    assertThat(refusal().reason()).isEqualTo(Reason.EXPOSED);
  }

  @Test
  void oneThatWasChangedIsRefusedAndNotShown() throws IOException {
    MasterSecret.keptIn(file, new Random(1));
    var text = Files.readString(file);
    var flipped = text.contains("a7") ? text.replace("a7", "b7") : text.replace("0", "1");
    for (var changed : new String[] {"", flipped, text.replace(" 1 ", " 2 "), text + text}) {
      Files.write(file, changed.getBytes(UTF_8));
      assertThat(refusal().reason()).isEqualTo(Reason.MALFORMED);
      assertThat(refusal().getMessage()).contains(file.toString()).doesNotContain("secret 1");
    }
  }

  private KeystoreException refusal() {
    return catchThrowableOfType(
        KeystoreException.class, () -> MasterSecret.keptIn(file, new Random(3)));
  }
}
