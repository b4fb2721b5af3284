package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wallet that is a shell script: it knows the key and one signature of DMS §17.2. */
class LedgerSignerTest {
  private static final byte[] MESSAGE = "test message".getBytes(UTF_8);
  private static final String KEY =
      "04"
          + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
          + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
  private static final String R =
      "51535e6e57776985a6e4f397b320784796a0b10cd02824651ab9023c5d3332fe";
  private static final String S =
      "153c9682fd2935def33aa6453070cb98f02eb9207a9e976fe64d1fc691fd8280";

  @TempDir Path folder;

  @Test
  void theWalletSignsAndItsDidVerifies() throws IOException {
    var signer = LedgerSigner.connect(path(wallet(KEY, S)), 3);
    assertThat(signer.did().uri())
        .isEqualTo("did:key:zzCHUyT8eARUUm7kMrD81G3ySAdNuDKZsRD3tKGATcduYh3xS3");
    assertThat(signer.anchor().verify(MESSAGE, signer.sign(MESSAGE))).isTrue();
    assertThat(signer.did().publicKey().orElseThrow().verify(MESSAGE, signer.sign(MESSAGE)))
        .isTrue();
    assertThat(Files.readString(folder.resolve("calls")))
        .contains("key -a 3 ", "sign -a 3 74657374206d657373616765");
  }

  @Test
  void aSignatureOfAnotherKeyIsRefused() throws IOException {
    var signer = LedgerSigner.connect(path(wallet(KEY, R)), 0);
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> signer.sign(MESSAGE))
        .withMessageContaining("another key");
  }

  @Test
  void aMissingFailingOrSenselessProgramIsSaidPlainly() throws IOException {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> LedgerSigner.connect(folder + File.pathSeparator, 0))
        .withMessageContaining("PATH")
        .extracting(AtollException::code)
        .isEqualTo(ErrorCode.NOT_FOUND);
    script("exit 9");
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> LedgerSigner.connect(path(folder), 0))
        .withMessageContaining("exit code 9");
    wallet("0400", S);
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> LedgerSigner.connect(path(folder), 0))
        .withMessageContaining("public key");
  }

  @Test
  void aContextNameSelectsTheAccount() {
    assertThat(LedgerSigner.accountOf("ledger")).hasValue(0);
    assertThat(LedgerSigner.accountOf("ledger:2")).hasValue(2);
    assertThat(LedgerSigner.accountOf("ledger:work")).hasValue(0);
    assertThat(LedgerSigner.accountOf("dms")).isEmpty();
    assertThat(LedgerSigner.accountOf("ledgers")).isEmpty();
  }

  private Path wallet(String key, String s) throws IOException {
    return script(
        """
        echo "$1 $4 $5 $6" >> "%s/calls"
        case "$1" in
          key) printf '{"key":"%s","address":"0x7e5f"}' > "$3" ;;
          sign) printf '{"ecdsa":{"v":27,"r":"%s","s":"0x%s"}}' > "$3" ;;
        esac
        """
            .formatted(folder, key, R, s));
  }

  private Path script(String body) throws IOException {
    var file = folder.resolve("ledger-cli");
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  private static String path(Path folder) {
    return "/nonexistent" + File.pathSeparator + folder;
  }
}
