package atoll.web;

import atoll.kernel.ErrorCode;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Refuses what no route sees, since it cannot be read, in the words of all other refusals. */
final class Unreadable extends ErrorHandler {
  private final Function<Problem, Response> refusal;

  Unreadable(Function<Problem, Response> refusal) {
    this.refusal = refusal;
  }

  /** Of a method that nobody knows, too, to which Jetty would say nothing. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      org.eclipse.jetty.server.Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    switch (refusal.apply(problem(status))) {
      case Response.Whole whole -> {
        Sending.secure(response.getHeaders());
        whole.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, whole.contentType());
        response.write(true, ByteBuffer.wrap(whole.body()), callback);
      }
      case Response.Held _, Response.Streamed _ ->
          callback.failed(new IllegalStateException("a refusal is told all at once"));
    }
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 414 -> new Problem(414, ErrorCode.BAD_REQUEST, "the address is too long");
      case 503 -> new Problem(503, ErrorCode.OVERLOADED, "the server is stopping");
      case 431 -> new Problem(431, ErrorCode.BAD_REQUEST, "the headers are too large");
      default ->
          status >= 400 && status < 500
              ? new Problem(
                  status,
                  ErrorCode.BAD_REQUEST,
                  "the request cannot be read: its address or a header is malformed")
              : new Problem(500, ErrorCode.INTERNAL, "the request could not be answered");
    };
  }
}
