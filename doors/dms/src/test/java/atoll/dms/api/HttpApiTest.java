package atoll.dms.api;

import atoll.dms.DmsDoor;
import atoll.dms.Fixture;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.Metrics;
import atoll.web.WebServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class HttpApiTest extends AtollApiContract {
  @TempDir private Path folder;
  private WebServer server;

  @BeforeEach
  void listen() {
    var routes =
        DmsDoor.v1(
            Fixture.token(folder), Fixture.NODE, deployments, Fixture.LENDING, new Random(1));
    server = WebServer.listen(Bind.loopback(0), routes, Limits.DEFAULT, new Metrics(), () -> 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  AtollApi api() {
    return new HttpApi(URI.create("http://127.0.0.1:" + server.port()), Fixture.tokenText(folder));
  }
}
