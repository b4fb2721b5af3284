package atoll.acceptance.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A fresh clone of this checkout in a temporary folder, with a home and a Maven repository of its
 * own, built by its first use, which is two at once. All tests of a run share it, and it is gone
 * afterwards.
 */
public final class Checkout implements AutoCloseable {
  private static final Duration FIRST_USE = Duration.ofMinutes(10);
  public static final String HELLO = "./atoll run examples/hello.yaml";

  private final Path place;
  private final Path root;
  private final Path home;
  private final List<Answer> firstUses;

  private Checkout() throws IOException {
    place = Files.createTempDirectory("atoll-acceptance-").toRealPath();
    root = place.resolve("atoll");
    home = Files.createDirectory(place.resolve("home"));
    var source = source();
    var bare = Shell.plain(place, home);
    bare.type("git clone -q --no-local '" + source + "' '" + root + "'", Duration.ofMinutes(2))
        .exits(0);
    overlayWhatIsNotCommitted(source, bare);
    bare.type(
            "cp -al '%1$s' '%2$s' 2>/dev/null || { rm -rf '%2$s'; cp -a '%1$s' '%2$s'; }; rm -rf '%2$s/atoll'"
                .formatted(localRepository(), place.resolve("repository")),
            Duration.ofMinutes(2))
        .exits(0);
    firstUses = twoAtOnce();
  }

  /** The one of this run of tests, made when it is first asked for. */
  public static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Checkout.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(
              Checkout.class,
              _ -> {
                try {
                  return new Checkout();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  public Path root() {
    return root;
  }

  public Path home() {
    return home;
  }

  /** What the two first uses answered, which were at the same time. */
  public List<Answer> firstUses() {
    return firstUses;
  }

  private List<Answer> twoAtOnce() {
    var other =
        CompletableFuture.supplyAsync(
            () -> shell().type(HELLO, FIRST_USE), Thread::startVirtualThread);
    var one = shell().type(HELLO, FIRST_USE);
    try {
      return List.of(one, other.get());
    } catch (ExecutionException e) {
      throw new AssertionError("the other first use", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A shell in the checkout, for a person with {@link #home}. */
  public Shell shell() {
    return Shell.plain(root, home)
        .with("MAVEN_OPTS", "-Dmaven.repo.local=" + place.resolve("repository"))
        .withOlderJava(place);
  }

  /** A folder of this run that nobody else uses. */
  public Path folder(String name) throws IOException {
    return Files.createDirectories(place.resolve(name));
  }

  /** What README says, as it is in this checkout. */
  public Readme readme() {
    return Readme.of(root.resolve("README.md"));
  }

  private static Path source() {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("atoll"))) folder = folder.getParent();
    if (folder == null) throw new AssertionError("this test runs outside a checkout");
    return folder;
  }

  /** Where Maven keeps what it downloads: told by whoever runs the tests, else the usual place. */
  private static Path localRepository() {
    var told = System.getProperty("localRepository");
    return told != null
        ? Path.of(told)
        : Path.of(System.getProperty("user.home"), ".m2", "repository");
  }

  /** So that a change is tested before it is committed. */
  private void overlayWhatIsNotCommitted(Path source, Shell bare) throws IOException {
    var git = "git -C '" + source + "' -c core.quotePath=off ls-files ";
    for (var gone : bare.type(git + "-d").exits(0).lines())
      Files.deleteIfExists(root.resolve(gone));
    for (var changed : bare.type(git + "-mo --exclude-standard").exits(0).lines()) {
      var from = source.resolve(changed);
      if (!Files.isRegularFile(from)) continue;
      var to = root.resolve(changed);
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(place)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
