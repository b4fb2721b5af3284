package atoll.workload.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/**
 * What an engine says of itself. Asked over a plain socket in HTTP/1.0, whose answer ends with the
 * connection: the client library takes most of a second to load, which a program that only wants to
 * know whether there is an engine must not pay.
 *
 * @param filesystem what the storage driver stands on; empty if it does not say
 * @param lacking the names of the limits that its kernel cannot hold a container to
 */
record EngineInfo(
    String version,
    String driver,
    String filesystem,
    String rootFolder,
    Set<String> lacking,
    Set<String> runtimes) {
  static final String CPU = "CpuCfsQuota";
  static final String MEMORY = "MemoryLimit";
  static final String SWAP = "SwapLimit";
  static final String PROCESSES = "PidsLimit";

  private static final int MAX_BYTES = 4 << 20;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 64);
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);

  /** Asks the engine; interruption ends the wait for it. */
  static EngineInfo ask(DockerHost engine) {
    return parse(get(engine, "/info"));
  }

  /** Asks the engine only whether it is there. */
  static void ping(DockerHost engine) {
    var _ = get(engine, "/_ping");
  }

  static EngineInfo parse(byte[] json) {
    try {
      var told = Fields.of(JSON.read(json));
      var lacking =
          List.of(CPU, MEMORY, SWAP, PROCESSES).stream()
              .filter(limit -> told.find(limit).isPresent() && !told.truth(limit))
              .collect(Collectors.toSet());
      return new EngineInfo(
          told.optionalText("ServerVersion").orElse("of unknown version"),
          told.optionalText("Driver").orElse("unknown"),
          filesystem(told),
          told.optionalText("DockerRootDir").orElse("/var/lib/docker"),
          lacking,
          Set.copyOf(told.map("Runtimes").keySet()));
    } catch (MalformedJsonException e) {
      throw EngineException.refusal(200, "its answer is not understood: " + e.getMessage(), e);
    }
  }

  private static String filesystem(Fields told) {
    Map<String, String> status =
        told
            .list(
                "DriverStatus",
                pair -> Map.entry(pair.path(0).asString(""), pair.path(1).asString("")))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    return Optional.ofNullable(status.get("Backing Filesystem")).orElse("");
  }

  private static byte[] get(DockerHost engine, String path) {
    var question = ("GET " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n").getBytes(US_ASCII);
    try {
      if (engine.certificates().isPresent())
        return overTls(engine, new CertificateFolder(engine.certificates().get()), question);
      try (var channel = connect(engine)) {
        channel.write(ByteBuffer.wrap(question));
        return body(Channels.newInputStream(channel));
      }
    } catch (IOException e) {
      throw EngineException.unreachable(engine.uri(), e);
    }
  }

  private static byte[] overTls(DockerHost engine, CertificateFolder certificates, byte[] question)
      throws IOException {
    try (var plain = connect(engine)) {
      var factory = certificates.getSSLContext().getSocketFactory();
      var uri = engine.uri();
      var socket =
          (SSLSocket) factory.createSocket(plain.socket(), uri.getHost(), uri.getPort(), true);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.getOutputStream().write(question);
      return body(socket.getInputStream());
    }
  }

  private static SocketChannel connect(DockerHost engine) throws IOException {
    SocketAddress address =
        engine.isLocal()
            ? UnixDomainSocketAddress.of(engine.uri().getPath())
            : new InetSocketAddress(engine.uri().getHost(), engine.uri().getPort());
    var channel =
        engine.isLocal() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.connect(address);
      return channel;
    } catch (IOException | UnresolvedAddressException e) {
      channel.close();
      throw e instanceof IOException io ? io : new IOException("its name leads nowhere", e);
    }
  }

  private static byte[] body(InputStream in) throws IOException {
    var answer = in.readNBytes(MAX_BYTES);
    int head = endOfHead(answer);
    var status = new String(answer, 0, Math.min(answer.length, 12), ISO_8859_1);
    if (head < 0 || !status.startsWith("HTTP/1.") || status.length() < 12)
      throw new IOException("what answers there is no Docker engine");
    var body = Arrays.copyOfRange(answer, head, answer.length);
    if (status.startsWith("200", 9)) return body;
    throw EngineException.refusal(code(status.substring(9)), new String(body, ISO_8859_1), null);
  }

  private static int code(String digits) throws IOException {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IOException("what answers there is no Docker engine", e);
    }
  }

  private static int endOfHead(byte[] answer) {
    for (int i = 0; i + END_OF_HEAD.length <= answer.length; i++)
      if (Arrays.equals(answer, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length))
        return i + END_OF_HEAD.length;
    return -1;
  }
}
