package atoll.capability;

import atoll.identity.SecretFile;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Capability contexts at rest: {@code <context>.cap} in one folder (DMS §2.7), written as a whole
 * with mode 0600, the last three of before kept beside it if they were sealed.
 */
public final class CapabilityStore {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
  private static final String SUFFIX = ".cap";
  private static final int BACKUPS = 3;

  private final Path folder;
  private final TrustContext trust;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param dropped what the file held and is not trusted any more, with the reason; for people
   */
  public record Loaded(CapabilityContext context, List<String> dropped) {
    public Loaded {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * @param folder {@code <user_dir>/cap}; made when the first context is saved
   */
  public CapabilityStore(
      Path folder, TrustContext trust, InstantSource clock, RandomGenerator random) {
    this.folder = folder;
    this.trust = trust;
    this.clock = clock;
    this.random = random;
  }

  public boolean contains(String name) {
    return Files.isRegularFile(file(name));
  }

  /**
   * Reads a context, verifying every token; what expired or does not verify is left out.
   *
   * @throws AtollException if there is none, or the disk fails
   * @throws MalformedTokenException if the file is malformed, changed, or another owner's
   */
  public Loaded load(String name, Signer owner, Sealing sealing) {
    var path = file(name);
    if (!Files.isRegularFile(path))
      throw new AtollException(
          ErrorCode.NOT_FOUND,
          "there is no capability context " + name + "; make it with: atoll cap new " + name);
    var file =
        ContextFile.parse(SecretFile.read(path, ContextFile.MAX_BYTES), owner.did(), sealing);
    if (!file.owner().isEmpty() && !file.owner().equals(owner.did()))
      throw new MalformedTokenException(
          "capability context " + name + " belongs to " + file.owner() + ", not " + owner.did());
    var context = new CapabilityContext(owner, trust, clock, random);
    var dropped = new ArrayList<String>();
    file.roots().forEach(context::addRoot);
    for (var token : file.revoke().tokens()) note(context.anchorRevocation(token), token, dropped);
    for (var token : file.require().tokens()) note(context.anchorRequire(token), token, dropped);
    for (var token : file.provide().tokens()) note(context.anchorProvide(token), token, dropped);
    return new Loaded(context, dropped);
  }

  /** Replaces the context's file; what was there before stays as a backup if it was sealed. */
  public void save(String name, CapabilityContext context, Sealing sealing) {
    var file = file(name);
    if (Files.isRegularFile(file)) backUp(name, file);
    SecretFile.write(file, ContextFile.of(context).toBytes(sealing, random));
  }

  private void backUp(String name, Path file) {
    var before = SecretFile.read(file, ContextFile.MAX_BYTES);
    if (!ContextFile.isSealed(before)) return;
    long seconds = clock.instant().getEpochSecond();
    SecretFile.write(folder.resolve(name + SUFFIX + "." + seconds), before);
    for (var old : backups(name).stream().skip(BACKUPS).toList()) {
      try {
        Files.delete(old);
      } catch (IOException e) {
        throw new AtollException(ErrorCode.STORAGE_FAILED, "deleting the old backup " + old, e);
      }
    }
  }

  /** Newest first. */
  private List<Path> backups(String name) {
    var shape = Pattern.compile(Pattern.quote(name + SUFFIX) + "\\.[0-9]{1,12}");
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> shape.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(CapabilityStore::backupSecond).reversed())
          .toList();
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "listing " + folder, e);
    }
  }

  private static long backupSecond(Path file) {
    var name = file.getFileName().toString();
    return Long.parseLong(name.substring(name.lastIndexOf('.') + 1));
  }

  private static void note(Anchoring anchoring, CapabilityToken token, List<String> dropped) {
    switch (anchoring) {
      case Anchoring.Anchored() -> {}
      case Anchoring.Refused(_, var explanation) -> dropped.add(token + ": " + explanation);
    }
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches())
      throw new IllegalArgumentException(
          "a context's name has letters, digits, dots, dashes, underscores and colons, at most 64");
    return folder.resolve(name + SUFFIX);
  }
}
