package atoll.workload.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority of its own, and what it certifies: {@code localhost} as an engine, and a caller,
 * whose files are in a folder as Docker's programs expect them. The JDK's keytool makes them.
 *
 * @param folder of the caller's files
 */
record Certificates(Path folder, SSLContext engine) {
  private static final String PASSWORD = "in-a-test";

  static Certificates in(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    pair(folder, "authority", "-ext", "bc:c");
    exported(folder, "authority", "ca.pem");
    for (var name : List.of("engine", "caller")) {
      pair(folder, name);
      keytool(folder, name, "-certreq", "-alias", name, "-file", name + ".csr");
      keytool(
          folder,
          "authority",
          "-gencert",
          "-alias",
          "authority",
          "-infile",
          name + ".csr",
          "-outfile",
          name + ".pem",
          "-rfc",
          "-ext",
          "san=dns:localhost");
      keytool(folder, name, "-importcert", "-alias", "authority", "-file", "ca.pem");
      keytool(folder, name, "-importcert", "-alias", name, "-file", name + ".pem");
    }
    Files.copy(folder.resolve("caller.pem"), folder.resolve("cert.pem"));
    var key = store(folder, "caller").getKey("caller", PASSWORD.toCharArray()).getEncoded();
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key)));
    return new Certificates(folder, context(store(folder, "engine")));
  }

  private static void pair(Path folder, String name, String... more)
      throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name));
    arguments.addAll(List.of(more));
    keytool(folder, name, arguments.toArray(String[]::new));
  }

  private static void exported(Path folder, String name, String file)
      throws IOException, InterruptedException {
    keytool(folder, name, "-exportcert", "-rfc", "-alias", name, "-file", file);
  }

  private static void keytool(Path folder, String store, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-noprompt", "-keystore", store + ".p12", "-storepass", PASSWORD));
    var log = folder.resolve("keytool.log").toFile();
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    if (process.waitFor() != 0) throw new IOException(Files.readString(log.toPath()));
  }

  private static KeyStore store(Path folder, String name)
      throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
  }

  /** Trusts callers whom the same authority certified. */
  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
