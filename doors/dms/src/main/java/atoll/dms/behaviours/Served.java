package atoll.dms.behaviours;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Received;
import atoll.actor.Registration;
import atoll.capability.Topic;
import atoll.kernel.AtollException;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The behaviours that one actor serves for this door, until closed. What a port refuses is told in
 * the original's shape.
 */
final class Served implements AutoCloseable {
  private final Actor actor;
  private final Deque<Registration> registrations = new ArrayDeque<>();

  Served(Actor actor) {
    this.actor = actor;
  }

  /** Turns a request into the JSON of its answer. */
  @FunctionalInterface
  interface Answer {
    /**
     * @throws AtollException told in the behaviour's shape of a failure
     */
    CanonicalJson to(Received message) throws InterruptedException;
  }

  /** The shape in which a behaviour says what went wrong; the original has several. */
  enum Failure {
    OK_ERROR(error -> object().name("OK").value(false).name("Error").value(error).endObject()),
    OK_LOWER_ERROR(
        error -> object().name("OK").value(false).name("error").value(error).endObject()),
    LOWER_OK_ERROR(
        error -> object().name("ok").value(false).name("error").value(error).endObject()),
    SUCCESS_ERROR(
        error -> object().name("success").value(false).name("error").value(error).endObject()),
    STATUS_ERROR(
        error -> object().name("Status").value("ERROR").name("Error").value(error).endObject()),
    ERROR(error -> object().name("Error").value(error).endObject()),
    LOWER_ERROR(error -> object().name("error").value(error).endObject());

    private final Function<String, CanonicalJson> shape;

    Failure(Function<String, CanonicalJson> shape) {
      this.shape = shape;
    }
  }

  void on(String behaviour, Failure failure, Answer answer) {
    serve(behaviour, BehaviourOptions.DEFAULT, failure, answer);
  }

  /** Also heard on a topic. */
  void onTopic(String topic, String behaviour, Failure failure, Answer answer) {
    serve(behaviour, BehaviourOptions.DEFAULT.onTopic(new Topic(topic)), failure, answer);
  }

  private void serve(String behaviour, BehaviourOptions options, Failure failure, Answer answer) {
    registrations.push(
        actor.on(
            behaviour,
            options,
            message -> {
              var json = answered(message, failure, answer);
              if (message.wantsReply()) message.reply(json.toString());
            }));
  }

  private static CanonicalJson answered(Received message, Failure failure, Answer answer)
      throws InterruptedException {
    try {
      return answer.to(message);
    } catch (AtollException e) {
      return failure.shape.apply(failureText(e.getMessage(), e));
    }
  }

  private static String failureText(@Nullable String message, AtollException failure) {
    return message == null ? failure.code().wireName() : message;
  }

  /** The members of a request; no payload is an empty one. */
  static Fields request(Received message) {
    var payload = message.payload();
    return Fields.of(
        StrictJson.MESSAGE.read(payload.length == 0 ? new byte[] {'{', '}'} : payload));
  }

  static CanonicalJson object() {
    return new CanonicalJson().beginObject();
  }

  @Override
  public void close() {
    while (!registrations.isEmpty()) registrations.pop().close();
  }
}
