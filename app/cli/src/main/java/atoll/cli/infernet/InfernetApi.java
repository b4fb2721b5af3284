package atoll.cli.infernet;

import atoll.cli.CommandRefused;
import atoll.cli.NodeFile;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.io.IOException;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/**
 * What an Infernet node tells callers from its machine (its {@code /openapi.yaml}). Blocks for some
 * seconds at most.
 *
 * @param certificateFile of the certificate that the node shows, and that alone is trusted, if it
 *     speaks TLS
 */
public record InfernetApi(URI node, Optional<Path> certificateFile) {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 20_000;
  private static final int MOST = 16 << 20;
  private static final StrictJson JSON = new StrictJson(MOST, 16);

  /** Of a node that says where it is. */
  public static InfernetApi of(NodeFile file) {
    return new InfernetApi(file.url(), file.certificateFile());
  }

  /** A job, whoever's it is. */
  public record Job(
      String id,
      String status,
      String client,
      List<String> containers,
      Instant begun,
      Optional<Instant> ended) {}

  /**
   * What was paid to the node's wallet and by it.
   *
   * @param account empty if the node has no wallet
   */
  public record Earnings(Optional<String> account, List<Amount> earned, List<Payment> transfers) {}

  /** In the asset's smallest unit. */
  public record Amount(String asset, BigInteger units) {}

  /** One payment. */
  public record Payment(Instant at, String from, String to, Amount amount, String memo) {}

  /**
   * @throws CommandRefused if it does not answer, not as such a node does, or not to this caller
   */
  public List<Job> jobs(int most) {
    return read(text("/v1/jobs?limit=" + most)).objects("jobs").stream()
        .map(job ->
            new Job(
                job.text("id"),
                job.text("status"),
                job.text("client"),
                job.texts("containers"),
                Instant.parse(job.text("begun_at")),
                job.optionalText("ended_at").map(Instant::parse)))
        .toList();
  }

  /**
   * @throws CommandRefused if it does not answer, not as such a node does, or not to this caller
   */
  public Earnings earnings(int most) {
    var all = read(text("/v1/earnings?limit=" + most));
    return new Earnings(
        all.optionalText("account"),
        all.objects("earned").stream().map(InfernetApi::amount).toList(),
        all.objects("transfers").stream()
            .map(t ->
                new Payment(
                    Instant.parse(t.text("at")),
                    t.text("from"),
                    t.text("to"),
                    amount(t),
                    t.text("memo")))
            .toList());
  }

  private static Amount amount(Fields fields) {
    return new Amount(fields.text("asset"), new BigInteger(fields.text("amount")));
  }

  private Fields read(String text) {
    try {
      return Fields.of(JSON.read(text.getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedJsonException e) {
      throw unreachable("what answers there is no Infernet node of ours", e);
    }
  }

  /** The document itself, for programs. */
  public String text(String path) {
    try {
      if (!(node.resolve(path).toURL().openConnection(Proxy.NO_PROXY)
          instanceof HttpURLConnection connection)) throw new IOException("no http address");
      if (connection instanceof HttpsURLConnection tls && certificateFile.isPresent()) {
        tls.setSSLSocketFactory(OneCertificate.in(certificateFile.get()));
        tls.setHostnameVerifier((_, _) -> true); // who it is, the certificate itself proves
      }
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_FORBIDDEN) throw denied();
      if (status != HttpURLConnection.HTTP_OK)
        throw new IOException("its answer has status " + status);
      try (var in = connection.getInputStream()) {
        return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()), e);
    }
  }

  private CommandRefused denied() {
    return CommandRefused.of(
        ErrorCode.UNAUTHORISED,
        "The Infernet node at "
            + node
            + " tells this to its own machine and its containers' networks alone (status 403).",
        "Ask on that machine; of a node in a container: docker compose exec node /app/atoll ps");
  }

  private CommandRefused unreachable(String why, Exception cause) {
    var refused =
        CommandRefused.of(
            ErrorCode.UNREACHABLE,
            "no Infernet node answers at " + node + " (" + why + ")",
            "Is it running? Start one with: atoll infernet");
    refused.initCause(cause);
    return refused;
  }
}
