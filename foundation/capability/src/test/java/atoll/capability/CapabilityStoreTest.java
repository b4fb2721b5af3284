package atoll.capability;

import static atoll.capability.Vectors.A;
import static atoll.capability.Vectors.B;
import static atoll.capability.Vectors.C;
import static atoll.capability.Vectors.vector;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atoll.identity.Did;
import atoll.identity.TrustContext;
import atoll.kernel.AtollException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapabilityStoreTest {
  private static final Sealing SEALING_B = Sealing.with(Vectors.KEY_B);

  @TempDir Path home;
  private final World world = new World();

  @Test
  @DisplayName("A16: a context comes back as it was saved, sealed and for its owner's eyes only")
  void aContextComesBack() throws IOException {
    var context = contextOfB();
    var token = context.admit(C.did(), Did.NONE, List.of(new Capability("/x")), World.LATE);
    store().save("dms", context, SEALING_B);
    var text = Files.readString(file());
    assertThat(text).startsWith("{\"sealed\":\"").endsWith("\"}\n").doesNotContain("did:key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    var loaded = store().load("dms", B, SEALING_B);
    assertThat(loaded.dropped()).isEmpty();
    assertThat(loaded.context().roots()).containsExactly(A.did());
    assertThat(loaded.context().required().tokens()).containsExactly(token);
    assertThat(loaded.context().provided().tokens()).containsExactly(vector("T1"));
    assertThat(ContextFile.of(loaded.context())).isEqualTo(ContextFile.of(context));
  }

  @Test
  @DisplayName("A16: the original's clear file is read, also with its early capitalised names")
  void theOriginalsFilesAreRead() throws IOException {
    var context = contextOfB();
    store().save("dms", context, Sealing.none());
    var clear = Files.readString(file());
    assertThat(clear)
        .startsWith("{\"did\":{\"uri\":\"" + B.did() + "\"},\"roots\":[{\"uri\":\"" + A.did())
        .endsWith("\"revoke\":{}}\n");
    assertThat(ContextFile.of(load().context())).isEqualTo(ContextFile.of(context));
    var early =
        clear
            .replace("\"did\":", "\"DID\":")
            .replace("\"roots\":", "\"Roots\":")
            .replace("\"require\":", "\"Require\":")
            .replace("\"provide\":", "\"Provide\":");
    Files.writeString(file(), early);
    assertThat(ContextFile.of(load().context())).isEqualTo(ContextFile.of(context));
  }

  @Test
  @DisplayName("A16: what expired is dropped on load, and said")
  void expiredTokensAreDropped() {
    var context = contextOfB();
    context.admit(
        C.did(), Did.NONE, List.of(new Capability("/x")), world.in(Duration.ofMinutes(1)));
    store().save("dms", context, SEALING_B);
    world.advance(Duration.ofMinutes(2));
    var loaded = load();
    assertThat(loaded.context().required().isEmpty()).isTrue();
    assertThat(loaded.context().provided().tokens()).hasSize(1);
    assertThat(loaded.dropped()).singleElement().asString().contains("expired");
  }

  @Test
  void revokedTokensStayRevoked() {
    var context = contextOfB();
    assertThat(context.anchorRevocation(vector("T4"))).isInstanceOf(Anchoring.Anchored.class);
    assertThat(context.provided().isEmpty()).isTrue();
    store().save("dms", context, SEALING_B);
    assertThat(load().context().revoked().tokens()).containsExactly(vector("T4"));
    assertThat(load().context().anchorProvide(vector("T1"))).isInstanceOf(Anchoring.Refused.class);
  }

  @Test
  void aChangedOrForeignFileIsRefused() throws IOException {
    store().save("dms", contextOfB(), SEALING_B);
    var text = Files.readString(file());
    var random = new Random(4);
    for (int round = 0; round < 100; round++) {
      int at = 11 + random.nextInt(text.length() - 20);
      char other = text.charAt(at) == 'A' ? 'B' : 'A';
      Files.writeString(file(), text.substring(0, at) + other + text.substring(at + 1));
      assertThatExceptionOfType(AtollException.class).isThrownBy(this::load);
    }
    Files.writeString(file(), text);
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> store().load("dms", A, Sealing.with(Vectors.KEY_A)))
        .withMessageContaining("does not open");
    store().save("dms", contextOfB(), Sealing.none());
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> store().load("dms", A, Sealing.none()))
        .withMessageContaining("belongs to");
  }

  @Test
  void threeSealedBackupsAreKeptAndNoClearOne() {
    store().save("dms", contextOfB(), Sealing.none());
    for (int round = 0; round < 6; round++) {
      store().save("dms", contextOfB(), SEALING_B);
      world.advance(Duration.ofSeconds(1));
    }
    try (var files = Files.list(file().getParent())) {
      var backups = files.filter(f -> !f.equals(file())).map(CapabilityStoreTest::read).toList();
      assertThat(backups).hasSize(3).allMatch(text -> text.startsWith("{\"sealed\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMissingContextIsSaidAndANameIsNoPath() {
    assertThat(store().contains("dms")).isFalse();
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(this::load)
        .withMessageContaining("cap new dms");
    assertThatIllegalArgumentException().isThrownBy(() -> store().contains("../dms"));
  }

  @Test
  void theOperatorsTokenIsAFileThatOnlyTheOwnerReads() throws IOException {
    var file = home.resolve("run").resolve("token");
    var token = OperatorToken.keptIn(file, A.did(), world.clock, new Random(1));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var presented = OperatorToken.read(file);
    var grant = token.check(presented).orElseThrow();
    assertThat(grant.principal()).isEqualTo(A.did());
    assertThat(grant.allows(new Capability("/dms/anything"), world.now)).isTrue();
    assertThat(token.check("")).isEmpty();
    assertThat(token.check(presented.substring(1))).isEmpty();
    assertThat(token.check(presented.toUpperCase(java.util.Locale.ROOT))).isEmpty();
    assertThat(token).hasToString("***");
    world.advance(Duration.ofHours(25));
    assertThat(grant.allows(Capability.ROOT, world.now)).isFalse();

    var again = OperatorToken.keptIn(file, A.did(), world.clock, new Random(2));
    assertThat(again.check(presented)).isPresent();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    var fresh = OperatorToken.keptIn(file, A.did(), world.clock, new Random(2));
    assertThat(fresh.check(presented)).isEmpty();
    assertThat(fresh.check(OperatorToken.read(file))).isPresent();
  }

  private CapabilityContext contextOfB() {
    var context = world.context(B);
    context.addRoot(A.did());
    assertThat(context.anchorProvide(vector("T1"))).isInstanceOf(Anchoring.Anchored.class);
    return context;
  }

  private CapabilityStore.Loaded load() {
    return store().load("dms", B, SEALING_B);
  }

  private CapabilityStore store() {
    return new CapabilityStore(
        home.resolve("cap"), new TrustContext(world.clock), world.clock, new Random(9));
  }

  private Path file() {
    return home.resolve("cap").resolve("dms.cap");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
