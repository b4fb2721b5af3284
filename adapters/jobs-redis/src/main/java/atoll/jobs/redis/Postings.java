package atoll.jobs.redis;

import atoll.jobs.Client;
import atoll.jobs.Job;
import atoll.jobs.StepResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** What waits to be written, oldest first, within a bound; what does not fit is left out. */
final class Postings {
  private static final long AROUND = 512;

  private final int most;
  private final long mostBytes;
  private final Deque<Posting> waiting = new ArrayDeque<>();
  private long bytes;

  /** How far one client's job was. */
  record Posting(Client client, Job job) {
    long bytes() {
      long bytes = AROUND;
      for (var result : job.results())
        bytes +=
            switch (result) {
              case StepResult.Output(_, var output) -> output.length();
              case StepResult.Failure(_, var error) -> error.length();
            };
      return bytes;
    }
  }

  Postings(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  synchronized boolean offer(Posting posting) {
    long size = posting.bytes();
    if (waiting.size() >= most || bytes + size > mostBytes) return false;
    waiting.add(posting);
    bytes += size;
    return true;
  }

  synchronized List<Posting> take(int many) {
    var taken = new ArrayList<Posting>();
    while (taken.size() < many && !waiting.isEmpty()) {
      var next = waiting.remove();
      bytes -= next.bytes();
      taken.add(next);
    }
    return taken;
  }

  /** Puts back what was taken and could not be written, before all others. */
  synchronized void putBack(List<Posting> taken) {
    var backwards = new ArrayList<>(taken);
    Collections.reverse(backwards);
    for (var posting : backwards) {
      waiting.push(posting);
      bytes += posting.bytes();
    }
  }

  synchronized int size() {
    return waiting.size();
  }
}
