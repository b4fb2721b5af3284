package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.capability.CapabilityContext;
import atoll.capability.Topic;
import atoll.identity.PeerId;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import atoll.kernel.ErrorCode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A20, on real threads, since handlers must stay for a while. */
class LimiterTest {
  private final InstantSource clock = InstantSource.system();
  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("limits");
  private final InMemoryNetwork network = new InMemoryNetwork(dispatcher, clock, System::nanoTime);
  private final Actor asker = actor(Vectors.A, ActorLimits.standard(2));
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    network.close();
    dispatcher.close();
  }

  @Test
  @DisplayName("A20 the 4097th public message at once is refused, others are not")
  void publicLimit() throws Exception {
    var server = actor(Vectors.B, ActorLimits.standard(2));
    var running = new CountDownLatch(4096);
    server.on(
        "/public/status",
        message -> {
          running.countDown();
          release.await();
          message.reply("{}");
        });
    server.on("/dms/other", message -> message.reply("{}"));
    var replies = new ArrayList<CompletableFuture<Reply>>();
    for (int i = 0; i < 4096; i++) replies.add(ask(server, "/public/status"));
    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
    ActorTest.assertRefused(answer(ask(server, "/public/status")), ErrorCode.OVERLOADED, "");
    assertThat(answer(ask(server, "/dms/other"))).isInstanceOf(Reply.Answered.class);
    release.countDown();
    for (var reply : replies) assertThat(answer(reply)).isInstanceOf(Reply.Answered.class);
    assertThat(answer(ask(server, "/public/status"))).isInstanceOf(Reply.Answered.class);
    assertThat(server.counters().overloaded()).isEqualTo(1);
  }

  @Test
  void oneSenderCannotTakeEveryPlace() throws Exception {
    var server = actor(Vectors.B, small(2));
    var running = new CountDownLatch(2);
    server.on(
        "/dms/slow",
        _ -> {
          running.countDown();
          release.await();
        });
    var held = List.of(ask(server, "/dms/slow"), ask(server, "/dms/slow"));
    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
    ActorTest.assertRefused(answer(ask(server, "/dms/slow")), ErrorCode.OVERLOADED, "");
    var other = actor(Vectors.C, ActorLimits.standard(2));
    server.on("/dms/fast", message -> message.reply("{}"));
    assertThat(
            answer(
                other.invoke(
                    server.handle(), "/dms/fast", new byte[0], clock.instant().plusSeconds(60))))
        .isInstanceOf(Reply.Answered.class);
    assertThat(held).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void broadcastsAreCountedByTopicToo() {
    var topic = new Topic("/nunet/hello");
    var limiter = new Limiter(ActorLimits.standard(1));
    var broadcast =
        Message.broadcast(topic, "/broadcast/hello")
            .envelope(asker.handle(), 1, clock.instant(), new byte[0]);
    for (int i = 0; i < 128; i++)
      assertThat(limiter.acquire(broadcast, Optional.of(topic))).isTrue();
    assertThat(limiter.acquire(broadcast, Optional.of(topic))).isFalse();
    assertThat(limiter.acquire(broadcast, Optional.of(new Topic("/nunet/other")))).isTrue();
    limiter.release(broadcast, Optional.of(topic));
    assertThat(limiter.acquire(broadcast, Optional.of(topic))).isTrue();
  }

  private static ActorLimits small(int perSender) {
    return new ActorLimits(10, 10, 10, 10, 10, Map.of(), 100, perSender, 100, 100, 1, 10, 10);
  }

  private CompletableFuture<Reply> ask(Actor server, String behaviour) {
    return asker.invoke(server.handle(), behaviour, new byte[0], clock.instant().plusSeconds(120));
  }

  private static Reply answer(CompletableFuture<Reply> reply) throws Exception {
    return reply.get(60, TimeUnit.SECONDS);
  }

  private Actor actor(atoll.identity.PrivateKey key, ActorLimits limits) {
    var random = new Random(1);
    var context = new CapabilityContext(Signer.of(key), new TrustContext(clock), clock, random);
    context.addRoot(Handle.of(Vectors.A.publicKey()).did());
    context.addRoot(Handle.of(Vectors.C.publicKey()).did());
    var transport = network.join(PeerId.of(key.publicKey()));
    return Actor.root(
        key, new ActorEnvironment(context, transport, dispatcher, clock, random, limits));
  }
}
