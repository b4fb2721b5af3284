package atoll.chain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * scrypt (RFC 7914). BouncyCastle's own refuses the parameters of Ethereum's first keystores (n
 * 262144 with r 1), which are in the definition's own example.
 */
final class Scrypt {
  private static final int WORDS = 16;

  private final int n;
  private final int words;
  private final int[][] memory;

  private Scrypt(int n, int r) {
    this.n = n;
    words = 2 * r * WORDS;
    memory = new int[n][];
  }

  /**
   * Takes 128·n·r bytes while it runs.
   *
   * @param n a power of two
   */
  static byte[] derive(byte[] passphrase, byte[] salt, int n, int r, int p, int length) {
    var scrypt = new Scrypt(n, r);
    var blocks = ByteBuffer.wrap(pbkdf2(passphrase, salt, 1, p * 128 * r));
    blocks.order(ByteOrder.LITTLE_ENDIAN);
    var ints = blocks.asIntBuffer();
    var block = new int[scrypt.words];
    for (int i = 0; i < p; i++) {
      ints.get(i * block.length, block);
      ints.put(i * block.length, scrypt.mixed(block));
    }
    return pbkdf2(passphrase, blocks.array(), 1, length);
  }

  /** HMAC-SHA-256, repeated. */
  static byte[] pbkdf2(byte[] passphrase, byte[] salt, int rounds, int length) {
    var generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
    generator.init(passphrase, salt, rounds);
    return ((KeyParameter) generator.generateDerivedMacParameters(8 * length)).getKey();
  }

  /** scryptROMix (§5). */
  private int[] mixed(int[] block) {
    var x = block.clone();
    for (int i = 0; i < n; i++) {
      memory[i] = x;
      x = blockMix(x);
    }
    for (int i = 0; i < n; i++) {
      var other = memory[x[words - WORDS] & (n - 1)];
      for (int k = 0; k < words; k++) x[k] ^= other[k];
      x = blockMix(x);
    }
    return x;
  }

  /** scryptBlockMix (§4): the even parts of the outcome come first. */
  private int[] blockMix(int[] in) {
    var out = new int[words];
    var x = new int[WORDS];
    var core = new int[WORDS];
    System.arraycopy(in, words - WORDS, x, 0, WORDS);
    int parts = words / WORDS;
    for (int i = 0; i < parts; i++) {
      for (int k = 0; k < WORDS; k++) x[k] ^= in[i * WORDS + k];
      Salsa20Engine.salsaCore(8, x, core);
      System.arraycopy(core, 0, x, 0, WORDS);
      int at = i % 2 == 0 ? i / 2 : parts / 2 + i / 2;
      System.arraycopy(x, 0, out, at * WORDS, WORDS);
    }
    return out;
  }
}
