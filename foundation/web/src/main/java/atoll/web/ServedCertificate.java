package atoll.web;

import atoll.kernel.Ticker;
import atoll.kernel.tls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with the certificate of two files, at which it looks again when somebody
 * connects, every ten seconds at most. One that was renewed is shown from then on, to new
 * connections; while what is there cannot be used, the one before is kept.
 */
final class ServedCertificate extends SslContextFactory.Server {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final long BETWEEN_LOOKS = Duration.ofSeconds(10).toNanos();

  private final TlsFiles files;
  private final Ticker ticker;
  private final AtomicLong lastLook;
  private final ReentrantLock looking = new ReentrantLock();
  private List<String> shown; // guarded by looking, as what follows
  private String toldOf = "";

  /**
   * @throws GeneralSecurityException if the files are not what they should be
   */
  ServedCertificate(TlsFiles files, Ticker ticker) throws IOException, GeneralSecurityException {
    this.files = files;
    this.ticker = ticker;
    this.lastLook = new AtomicLong(ticker.nanos());
    this.shown = marks(files);
    setSslContext(context(files));
    setIncludeProtocols("TLSv1.3", "TLSv1.2");
    setRenegotiationAllowed(false);
  }

  @Override
  public SSLEngine newSSLEngine(InetSocketAddress caller) {
    long last = lastLook.get();
    long now = ticker.nanos();
    if (now - last >= BETWEEN_LOOKS && lastLook.compareAndSet(last, now)) look();
    return super.newSSLEngine(caller);
  }

  private void look() {
    looking.lock();
    try {
      var found = marks(files);
      if (found.equals(shown)) return;
      var renewed = context(files);
      reload(_ -> setSslContext(renewed));
      shown = found;
      toldOf = "";
      LOG.info("{} was renewed, and is shown from now on", files.certificate());
    } catch (Exception e) { // what Jetty declares
      var why = e instanceof IOException ? e.toString() : String.valueOf(e.getMessage());
      if (!why.equals(toldOf))
        LOG.warn("the certificate before is kept, since the renewed one cannot be used: {}", why);
      toldOf = why;
    } finally {
      looking.unlock();
    }
  }

  private static SSLContext context(TlsFiles files) throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(files.read().keyManagers(), null, null);
    return context;
  }

  /** By which a file is known from what was there before it. */
  private static List<String> marks(TlsFiles files) throws IOException {
    return List.of(mark(files.certificate()), mark(files.privateKey()));
  }

  private static String mark(Path file) throws IOException {
    var now = Files.readAttributes(file, BasicFileAttributes.class);
    return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
  }
}
