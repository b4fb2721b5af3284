package atoll.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a number of streams pass at once. To a service with a limit of its own a stream is a call
 * like others, and waits outside for its turn, where it keeps out no stream to another service.
 */
final class StreamGate {
  private static final int MOST_WAITING = 32; // for each service

  private final int most;
  private final Admission admission;
  private final Turns turns;
  private final Map<ServiceName, Integer> waiting = new HashMap<>();
  private int passing;

  StreamGate(int most, Admission admission, Turns turns) {
    this.most = most;
    this.admission = admission;
    this.turns = turns;
  }

  /** A place inside or in the line; empty if both are full. */
  synchronized Optional<Pass> open(ServiceName service) {
    boolean limited = admission.mostCalls(service).isPresent();
    if (limited && !turns.tryTake(service)) {
      if (waiting.getOrDefault(service, 0) == MOST_WAITING) return Optional.empty();
      waiting.merge(service, 1, Integer::sum);
      return Optional.of(new Pass(service, true, Stage.WAITING));
    }
    if (passing == most) {
      if (limited) turns.giveBack(service);
      return Optional.empty();
    }
    passing++;
    return Optional.of(new Pass(service, limited, Stage.INSIDE));
  }

  private enum Stage {
    WAITING,
    INSIDE,
    GONE
  }

  /** What one stream holds, until it {@link #leave leaves}. */
  final class Pass {
    private final ServiceName service;
    private final boolean limited;
    private Stage stage;

    private Pass(ServiceName service, boolean limited, Stage stage) {
      this.service = service;
      this.limited = limited;
      this.stage = stage;
    }

    /**
     * Blocks until the stream may pass.
     *
     * @return why it may not; empty if it may
     */
    Optional<String> enter() throws InterruptedException {
      if (!isWaiting()) return Optional.empty();
      return switch (turns.await(service)) {
        case TURN -> {
          inside();
          yield Optional.empty();
        }
        case TOO_LATE -> Optional.of(Turns.TOO_LATE);
        case CLOSED -> Optional.of(StreamRun.STOPPED);
      };
    }

    private boolean isWaiting() {
      synchronized (StreamGate.this) {
        return stage == Stage.WAITING;
      }
    }

    /** Beyond {@link #most} if need be: no more than the service's own limit ever do. */
    private void inside() {
      synchronized (StreamGate.this) {
        noLongerWaiting();
        passing++;
        stage = Stage.INSIDE;
      }
    }

    private void noLongerWaiting() {
      waiting.merge(service, -1, Integer::sum);
    }

    /** Once or more often. */
    void leave() {
      synchronized (StreamGate.this) {
        switch (stage) {
          case WAITING -> noLongerWaiting();
          case INSIDE -> {
            passing--;
            if (limited) turns.giveBack(service);
          }
          case GONE -> {}
        }
        stage = Stage.GONE;
      }
    }
  }
}
