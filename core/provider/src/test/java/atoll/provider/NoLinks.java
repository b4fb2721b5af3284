package atoll.provider;

import atoll.actor.Links;
import atoll.actor.Throughput;
import atoll.identity.PeerId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Nobody can be reached. */
final class NoLinks implements Links {
  @Override
  public CompletableFuture<Duration> ping(PeerId peer) {
    return CompletableFuture.failedFuture(unreachable(peer));
  }

  @Override
  public CompletableFuture<Throughput> probe(PeerId peer, int maxBytes, Duration maxTime) {
    return CompletableFuture.failedFuture(unreachable(peer));
  }

  private static AtollException unreachable(PeerId peer) {
    return new AtollException(ErrorCode.UNREACHABLE, peer.text() + " is not here");
  }
}
