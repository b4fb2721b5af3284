package atoll.provider;

import atoll.actor.Dispatcher;
import atoll.kernel.AllocationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of allocations, and how they go: set aside at once, so that the next of the name has
 * one of its own, and deleted while nobody waits. Safe for any thread.
 */
final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

  private final Path kept;
  private final Path aside;
  private final Dispatcher dispatcher;

  /**
   * @param provider where its provider keeps its files
   */
  Folders(Path provider, Dispatcher dispatcher) {
    this.kept = provider.resolve("jobs");
    this.aside = provider.resolve("jobs-to-delete");
    this.dispatcher = dispatcher;
  }

  /** Of one allocation. */
  Path of(AllocationId allocation) {
    return kept.resolve(allocation.value());
  }

  /** From now on an allocation has no folder; it is deleted soon, or at the next start. */
  void leave(AllocationId allocation) {
    leave(of(allocation));
  }

  private synchronized void leave(Path folder) {
    if (!Files.exists(folder)) return;
    try {
      Files.createDirectories(aside);
      int number = 1;
      while (Files.exists(aside.resolve(Integer.toString(number)))) number++;
      var to = aside.resolve(Integer.toString(number));
      Files.move(folder, to);
      dispatcher.execute(() -> delete(to));
    } catch (IOException e) {
      LOG.warn("output_kept folder={} cause={}", folder.getFileName(), e.getMessage());
    }
  }

  /** Deletes whatever a crash left of others than these; to be called before any is made. */
  void sweep(Set<AllocationId> known) {
    var names = known.stream().map(AllocationId::value).collect(Collectors.toSet());
    for (var folder : in(aside)) dispatcher.execute(() -> delete(folder));
    for (var folder : in(kept)) if (!names.contains(folder.getFileName().toString())) leave(folder);
  }

  private static List<Path> in(Path folder) {
    var all = new ArrayList<Path>();
    if (!Files.isDirectory(folder)) return all;
    try (var entries = Files.newDirectoryStream(folder)) {
      entries.forEach(all::add);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("output_kept folder={} cause={}", folder.getFileName(), e.getMessage());
    }
    return all;
  }

  private static void delete(Path folder) {
    try (var walk = Files.walk(folder)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("output_kept folder={} cause={}", folder.getFileName(), e.getMessage());
    }
  }
}
