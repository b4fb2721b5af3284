package atoll.workload.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HelloModuleTest {
  private static final Path EXAMPLE = Path.of("..", "..", "examples", "hello");

  @Test
  void theCommittedBytesAreWhatTheirSourceAssemblesTo() throws IOException {
    assertThat(Files.readAllBytes(EXAMPLE.resolve("hello.wasm")))
        .isEqualTo(WatAssembler.assemble(Files.readString(EXAMPLE.resolve("hello.wat"))));
  }

  @Test
  void childrenWarmUpOnTheSameModule() throws IOException {
    try (var warmUp = WasmChild.class.getResourceAsStream("warm-up.wasm")) {
      assertThat(warmUp).isNotNull();
      assertThat(warmUp.readAllBytes())
          .isEqualTo(Files.readAllBytes(EXAMPLE.resolve("hello.wasm")));
    }
  }
}
