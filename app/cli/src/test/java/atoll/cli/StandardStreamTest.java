package atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StandardStreamTest {
  @Test
  void aReaderThatHasHadEnoughIsNoFailure() {
    assertThat(printingTo("Broken pipe").checkError()).isFalse();
  }

  @Test
  void aFullDiskIsOne() {
    assertThat(printingTo("No space left on device").checkError()).isTrue();
  }

  private static PrintStream printingTo(String trouble) {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(trouble);
          }
        };
    var stream = new PrintStream(new StandardStream(broken));
    stream.println("a line");
    stream.println("another");
    return stream;
  }
}
