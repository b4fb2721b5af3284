package atoll.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is answered. */
public sealed interface Response {
  int status();

  String contentType();

  Map<String, String> headers();

  Response withHeader(String name, String value);

  /** All at once. */
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements Response {
    public Whole {
      headers = Map.copyOf(headers);
    }

    @Override
    public Whole withHeader(String name, String value) {
      return new Whole(status, contentType, body, With.more(headers, name, value));
    }
  }

  /**
   * All at once, while memory is kept for it.
   *
   * @param sent told when all is on the wire, or can no longer be
   */
  record Held(Whole whole, Runnable sent) implements Response {
    @Override
    public int status() {
      return whole.status();
    }

    @Override
    public String contentType() {
      return whole.contentType();
    }

    @Override
    public Map<String, String> headers() {
      return whole.headers();
    }

    @Override
    public Held withHeader(String name, String value) {
      return new Held(whole.withHeader(name, value), sent);
    }
  }

  /** Bit by bit, for as long as {@code source} writes. */
  record Streamed(int status, String contentType, Source source, Map<String, String> headers)
      implements Response {
    public Streamed {
      headers = Map.copyOf(headers);
    }

    @Override
    public Streamed withHeader(String name, String value) {
      return new Streamed(status, contentType, source, With.more(headers, name, value));
    }
  }

  static Whole json(int status, String document) {
    return text(status, "application/json", document);
  }

  static Whole text(int status, String contentType, String text) {
    return new Whole(status, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Whole empty(int status) {
    return new Whole(status, "", new byte[0], Map.of());
  }

  /** JSON documents, one a line. */
  static Streamed lines(Source source) {
    return new Streamed(200, "application/x-ndjson", source, Map.of());
  }

  /**
   * Writes a streamed answer; returning ends it well, throwing breaks the connection so that the
   * reader knows.
   */
  @FunctionalInterface
  interface Source {
    void writeTo(Outlet outlet) throws InterruptedException;
  }
}
