package atoll.acceptance.network;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test on a {@link Stage} of its own. However it ends, no capacity may be lost: all comes back.
 */
@Timeout(60)
abstract class Scenario {
  /** One service that needs half of an ordinary host, and a public port. */
  static Asked service() {
    return new Asked()
        .service("web", "1")
        .node("n1", "web", "ports: [{public: 16480, private: 80, allocation: web}]");
  }

  /** One task that needs a quarter of an ordinary host. */
  static Asked task() {
    return new Asked().task("hello", "0.5").node("n1", "hello");
  }

  @TempDir Path folder;
  Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(folder, 1);
  }

  @AfterEach
  void everythingComesBack() {
    try {
      stage.links().heal();
      for (var deployment : stage.deployments().list(stage.network().userGrant()))
        if (!deployment.status().ended()) stage.shutDown(deployment.id());
      stage.pass(Duration.ofMinutes(10));
      stage.assertAllIdle();
    } finally {
      stage.close();
    }
  }
}
