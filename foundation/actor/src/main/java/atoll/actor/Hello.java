package atoll.actor;

import atoll.capability.Topic;
import atoll.kernel.json.CanonicalJson;

/** The greeting that every node answers with its DID, asked directly or by broadcast (DMS §4.1). */
public final class Hello {
  public static final String DIRECT = "/public/hello";
  public static final String BROADCAST = "/broadcast/hello";
  public static final Topic TOPIC = new Topic("/nunet/hello");

  private Hello() {}

  /** Answers greetings in the name of {@code actor} until the result is closed. */
  public static Registration serve(Actor actor) {
    var out = new CanonicalJson().beginObject().name("DID");
    actor.handle().did().write(out);
    var answer = out.endObject().toString();
    var direct = actor.on(DIRECT, message -> message.reply(answer));
    var broadcast =
        actor.on(
            BROADCAST, BehaviourOptions.DEFAULT.onTopic(TOPIC), message -> message.reply(answer));
    return () -> {
      direct.close();
      broadcast.close();
    };
  }
}
