package atoll.cli.config;

import atoll.cli.CommandRefused;
import atoll.cli.DidYouMean;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.Table;
import atoll.identity.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and changes settings. */
@Command(name = "config", description = "Show and change settings.")
public final class ConfigCommand {
  private final Invocation invocation;
  private final Consumer<InfernetSection> others;

  private ConfigCommand(Invocation invocation, Consumer<InfernetSection> others) {
    this.invocation = invocation;
    this.others = others;
  }

  /** With its subcommands. */
  public static CommandLine of(Invocation invocation) {
    return of(invocation, _ -> {});
  }

  /**
   * With its subcommands.
   *
   * @param others throws {@link CommandRefused} if a section that this library does not read makes
   *     no sense
   */
  public static CommandLine of(Invocation invocation, Consumer<InfernetSection> others) {
    var config = new ConfigCommand(invocation, others);
    return new CommandLine(config)
        .addSubcommand(config.new Show())
        .addSubcommand(config.new Get())
        .addSubcommand(config.new Set())
        .addSubcommand(new EditCommand(invocation, others))
        .addSubcommand(config.new Reset());
  }

  @Command(name = "show", description = "Show every setting, its value, and where that is from.")
  final class Show implements Callable<Integer> {
    @Option(
        names = {"-s", "--set"},
        description = "Only what somebody set.")
    boolean onlySet;

    @Override
    public Integer call() {
      var values =
          invocation.configuration().all().stream()
              .filter(v -> !onlySet || !v.isDefault())
              .toList();
      show(values);
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "get", description = "Show one setting, or all under a name.")
  final class Get implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "For example rest.port, or rest.")
    String key = "";

    @Option(
        names = {"-r", "--reveal"},
        description = "Show a secret as it is.")
    boolean reveal;

    @Override
    public Integer call() {
      var name = plain(key);
      var configuration = invocation.configuration();
      var setting = DmsSettings.find(name);
      if (setting.isEmpty()) {
        var group =
            configuration.all().stream()
                .filter(v -> v.setting().key().startsWith(name + "."))
                .toList();
        if (group.isEmpty()) throw unknown(key);
        show(group);
        return ExitCode.DONE.number();
      }
      var value = configuration.value(setting.get().key());
      var text = reveal ? value.text() : setting.get().shown(value.text());
      var output = invocation.output();
      if (output.json())
        output.document(json ->
            json.beginObject()
                .name("key")
                .value(setting.get().key())
                .name("value")
                .value(text)
                .name("source")
                .value(value.source())
                .endObject());
      else output.line(text);
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "set",
      description = "Set one value; the file is checked, then replaced in one step.")
  final class Set implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "KEY", description = "For example rest.port.")
    String key = "";

    @Parameters(
        index = "1",
        paramLabel = "VALUE",
        description = "Items of a list are separated by commas.")
    String value = "";

    @Override
    public Integer call() {
      var setting = DmsSettings.find(plain(key)).orElseThrow(() -> unknown(key));
      Configuration.checked(setting, value, key);
      var target = TargetFile.of(invocation, others);
      var path = target.path();
      var before = target.exists() ? ConfigFile.read(path) : ConfigFile.of(path, "");
      before.values(); // a file that is wrong already is not made worse
      target.replace(ConfigEdit.set(before, setting, value));
      tell(setting, path);
      return ExitCode.DONE.number();
    }

    private void tell(Setting setting, Path path) {
      var output = invocation.output();
      var now = invocation.configuration().value(setting.key());
      if (output.json())
        output.document(json ->
            json.beginObject()
                .name("key")
                .value(setting.key())
                .name("value")
                .value(setting.shown(value))
                .name("file")
                .value(path.toString())
                .endObject());
      else output.line(setting.key() + " is " + setting.shown(value) + " in " + path);
      if (!now.source().equals(path.toString()))
        output.say(
            output
                .errPaint()
                .warning(
                    "But "
                        + now.source()
                        + " says "
                        + setting.shown(now.text())
                        + ", and that wins."));
    }
  }

  @Command(
      name = "reset",
      description =
          "Take one setting back to its default, or all of them; the old file is kept beside.")
  final class Reset implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "KEY", description = "Only this one.")
    @Nullable String key;

    @Override
    public Integer call() throws IOException {
      var target = TargetFile.of(invocation, others);
      var path = target.path();
      var output = invocation.output();
      var setting =
          Optional.ofNullable(key)
              .map(name -> DmsSettings.find(plain(name)).orElseThrow(() -> unknown(name)));
      if (!target.exists()) {
        if (output.json())
          output.document(json -> json.beginObject().name("changed").value(false).endObject());
        else output.line("Nothing is set.");
        return ExitCode.DONE.number();
      }
      var before = ConfigFile.read(path);
      var kept =
          path.resolveSibling(
              path.getFileName()
                  + ".bk."
                  + invocation.environment().clock().instant().getEpochSecond());
      SecretFile.write(kept, before.text().getBytes(StandardCharsets.UTF_8));
      var left =
          setting.isPresent() ? ConfigEdit.remove(before, setting.get()) : ConfigEdit.clear(before);
      if (left.isEmpty() && setting.isEmpty()) Files.delete(path);
      else target.replace(left);
      if (output.json())
        output.document(json ->
            json.beginObject()
                .name("changed")
                .value(true)
                .name("file")
                .value(path.toString())
                .name("kept")
                .value(kept.toString())
                .endObject());
      else
        output.line(
            setting.map(Setting::key).orElse("Everything")
                + " is at its default again; the old file is "
                + kept);
      return ExitCode.DONE.number();
    }
  }

  private void show(List<Configuration.Value> values) {
    var output = invocation.output();
    if (output.json()) {
      output.document(json -> {
        json.beginObject();
        for (var v : values)
          json.name(v.setting().key())
              .beginObject()
              .name("value")
              .value(v.setting().shown(v.text()))
              .name("source")
              .value(v.source())
              .endObject();
        json.endObject();
      });
      return;
    }
    var table = new Table("KEY", "VALUE", "FROM");
    for (var v : values) table.row(v.setting().key(), v.setting().shown(v.text()), v.source());
    output.table(table);
  }

  private static String plain(String key) {
    return key.startsWith(ConfigFile.SECTION + ".")
        ? key.substring(ConfigFile.SECTION.length() + 1)
        : key;
  }

  private CommandRefused unknown(String key) {
    if (key.equals(InfernetSection.KEY) || key.startsWith(InfernetSection.KEY + "."))
      return ConfigFile.refused(
          "The section " + InfernetSection.KEY + " is changed as a whole, and never shown.",
          "Change it with: %1$s config edit   Look at it with: %1$s doctor --infernet"
              .formatted(invocation.program()));
    var near =
        DidYouMean.question(plain(key), DmsSettings.all().stream().map(Setting::key).toList());
    return ConfigFile.refused(
        "There is no setting " + key + ".",
        near.isEmpty() ? "All of them: atoll config show" : near);
  }
}
