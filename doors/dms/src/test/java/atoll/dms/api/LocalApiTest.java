package atoll.dms.api;

import atoll.dms.Fixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalApiTest extends AtollApiContract {
  @TempDir private Path folder;

  @Override
  AtollApi api() {
    return new LocalApi(Fixture.NODE, Fixture.grant(folder), deployments, Fixture.LENDING);
  }
}
