package atoll.workload.docker;

import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;

/** An answer of the engine that comes over time; closing it from another thread ends the reader. */
record EngineStream(DockerHttpClient.Response response) implements AutoCloseable {
  private static final int MAX_ANSWER = 1 << 16;

  InputStream bytes() {
    return response.getBody();
  }

  /** Waits for the answer to {@link Engine#wait}: the exit code. */
  int exitCode() throws IOException {
    var body = bytes().readNBytes(MAX_ANSWER);
    if (body.length == 0)
      throw new IOException("the engine went away before it told the exit code");
    return (int) Fields.of(StrictJson.MESSAGE.read(body)).integer("StatusCode");
  }

  @Override
  public void close() {
    response.close();
  }
}
