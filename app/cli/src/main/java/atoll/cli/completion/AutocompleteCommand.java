package atoll.cli.completion;

import atoll.cli.CommandRefused;
import atoll.cli.DidYouMean;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Prints what a shell needs to complete our command lines; it asks {@link CompleteCommand} at each.
 */
@Command(
    name = "autocomplete",
    description = "Print the completion script of a shell: bash, zsh, fish or powershell.")
public final class AutocompleteCommand implements Callable<Integer> {
  static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

  private final Invocation invocation;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh, fish or powershell.")
  String shell = "";

  public AutocompleteCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var name = invocation.program();
    var script = script(shell.toLowerCase(Locale.ROOT), name);
    var output = invocation.output();
    if (output.json())
      output.document(json ->
          json.beginObject().name("shell").value(shell).name("script").value(script).endObject());
    else output.raw(script.stripTrailing());
    output.next(
        "Use it: "
            + (shell.equals("fish")
                ? name + " autocomplete fish | source"
                : shell.equals("powershell")
                    ? name + " autocomplete powershell | Out-String | Invoke-Expression"
                    : "source <(" + name + " autocomplete " + shell + ")"));
    return ExitCode.DONE.number();
  }

  private static String script(String shell, String name) {
    var text =
        switch (shell) {
          case "bash" ->
              """
              _NAME_complete() {
                local cur=${COMP_WORDS[COMP_CWORD]}
                local words
                words=$(NAME complete-ids -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
                [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "$cur"))
              }
              complete -o filenames -F _NAME_complete NAME ./NAME
              """;
          case "zsh" ->
              """
              #compdef NAME
              _NAME() {
                local -a found
                found=(${(f)"$(NAME complete-ids -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
                if (( ${#found} )); then compadd -- $found; else _files; fi
              }
              compdef _NAME NAME
              """;
          case "fish" ->
              """
              function __NAME_complete
                set -l found (NAME complete-ids -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
                if test (count $found) -gt 0
                  string join \\n -- $found
                else
                  __fish_complete_path (commandline -ct)
                end
              end
              complete -c NAME -f -a '(__NAME_complete)'
              """;
          case "powershell" ->
              """
              Register-ArgumentCompleter -Native -CommandName NAME -ScriptBlock {
                param($word, $ast, $position)
                $typed = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
                if (-not $word) { $typed += '' }
                NAME complete-ids -- $typed 2>$null | Where-Object { $_ -like "$word*" } |
                  ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
              }
              """;
          default -> {
            var question = DidYouMean.question(shell, SHELLS);
            throw CommandRefused.wrongUse(
                "There is no completion for " + shell + ".",
                question.isEmpty() ? "There is for " + String.join(", ", SHELLS) : question);
          }
        };
    return text.replace("NAME", name);
  }
}
