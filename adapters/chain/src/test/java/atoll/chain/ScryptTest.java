package atoll.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScryptTest {
  @ParameterizedTest
  @DisplayName("the vectors of RFC 7914 §12")
  @CsvSource({
    "'','',16,1,1,77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
    "password,NaCl,1024,8,16,fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
    "pleaseletmein,SodiumChloride,16384,8,1,7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
  })
  void isWhatTheStandardSays(String passphrase, String salt, int n, int r, int p, String expected) {
    assertThat(Scrypt.derive(passphrase.getBytes(UTF_8), salt.getBytes(UTF_8), n, r, p, 64))
        .isEqualTo(HexFormat.of().parseHex(expected));
  }

  @Test
  void isWhatAnotherComputesWhereThatComputesIt() {
    var random = new Random(5);
    for (int i = 0; i < 50; i++) {
      var passphrase = new byte[random.nextInt(40)];
      var salt = new byte[1 + random.nextInt(64)];
      random.nextBytes(passphrase);
      random.nextBytes(salt);
      int n = 2 << random.nextInt(8);
      int r = 1 + random.nextInt(9);
      int p = 1 + random.nextInt(4);
      assertThat(Scrypt.derive(passphrase, salt, n, r, p, 32))
          .isEqualTo(SCrypt.generate(passphrase, salt, n, r, p, 32));
    }
  }
}
