package atoll.kernel.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Certificates for tests that certify themselves, in PEM as certbot writes them. The JDK's keytool
 * makes them.
 */
public final class TestCertificate {
  private static final String PASSWORD = "in-a-test";

  private TestCertificate() {}

  /** For {@code localhost}, of the kind {@code RSA}, {@code EC} or {@code Ed25519}. */
  public static TlsFiles in(Path folder, String kind) throws Exception {
    return made(folder, kind, "dns:localhost,ip:127.0.0.1", "-validity", "30");
  }

  /** For a name under which nobody asks here. */
  public static TlsFiles ofAnotherNameIn(Path folder) throws Exception {
    return made(folder, "EC", "dns:node.example", "-validity", "30");
  }

  /** One that was good for five days, until five days ago. */
  public static TlsFiles expiredIn(Path folder) throws Exception {
    return made(folder, "EC", "dns:localhost", "-startdate", "-10d", "-validity", "5");
  }

  /** Replaces what is in the files. */
  public static void renew(TlsFiles files) throws Exception {
    var folder =
        Files.createDirectories(files.certificate().resolveSibling("new-" + UUID.randomUUID()));
    var renewed = in(folder, "EC");
    for (var pair :
        List.of(
            List.of(renewed.privateKey(), files.privateKey()),
            List.of(renewed.certificate(), files.certificate())))
      Files.writeString(pair.get(1), Files.readString(pair.get(0)));
  }

  private static TlsFiles made(Path folder, String kind, String names, String... more)
      throws IOException, GeneralSecurityException, InterruptedException {
    Files.createDirectories(folder);
    var store = folder.resolve("store.p12");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of("-genkeypair", "-alias", "own", "-keyalg", kind, "-dname", "CN=localhost"));
    command.addAll(List.of("-ext", "san=" + names, "-noprompt"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(more));
    var log = folder.resolve("keytool.log").toFile();
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    if (process.waitFor() != 0) throw new IOException(Files.readString(log.toPath()));
    var made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new TlsFiles(
        write(
            folder.resolve("fullchain.pem"),
            "CERTIFICATE",
            made.getCertificate("own").getEncoded()),
        write(
            folder.resolve("privkey.pem"),
            "PRIVATE KEY",
            made.getKey("own", PASSWORD.toCharArray()).getEncoded()));
  }

  private static Path write(Path file, String what, byte[] der) throws IOException {
    var base64 = Base64.getMimeEncoder().encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, base64, what));
  }
}
