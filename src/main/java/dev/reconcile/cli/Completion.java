package dev.reconcile.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code reconcile completion SHELL}: a script that knows verbs, options and kinds. */
final class Completion implements Verb {
  private static final String KINDS = "rootfs cgroup container sync";

  @Override
  public void declare(CommandSpec spec) {
    Options.words(spec, "SHELL", "bash, zsh or fish.");
  }

  @Override
  public int run(Invocation call) throws RefusedException {
    call.format(Format.TEXT);
    String shell = call.words().isEmpty() ? "" : call.words().getFirst();
    String script =
        switch (shell) {
          case "bash" -> bash();
          // zsh reads bash's completions once it is told to.
          case "zsh" -> "autoload -U +X bashcompinit && bashcompinit\n" + bash();
          case "fish" -> fish();
          default -> throw new RefusedException("expected bash, zsh or fish, not '" + shell + "'");
        };
    call.console().out().print(script);
    return ExitCode.OK;
  }

  private static String bash() {
    StringBuilder options = new StringBuilder();
    for (String verb : Verbs.names()) {
      String names = String.join(" ", optionNames(verb));
      options.append("    ").append(verb).append(") words='").append(names).append("' ;;\n");
    }
    return """
    _reconcile() {
      local current=${COMP_WORDS[COMP_CWORD]} verb='' word words
      for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
          %s) verb=$word; break ;;
        esac
      done
      case $verb in
        '') words='%s' ;;
    %s  esac
      case $verb in
        get|describe|events|wait|delete|explain) words="$words %s" ;;
        completion) words="$words bash zsh fish" ;;
      esac
      COMPREPLY=($(compgen -W "$words" -- "$current"))
    }
    complete -o default -F _reconcile reconcile
    """
        .formatted(
            String.join("|", Verbs.names()), String.join(" ", Verbs.names()), options, KINDS);
  }

  private static String fish() {
    StringBuilder script = new StringBuilder();
    for (Map.Entry<String, String> verb : Verbs.all().entrySet()) {
      script.append("complete -c reconcile -n __fish_use_subcommand -a ");
      script.append(verb.getKey()).append(" -d ").append(quoted(verb.getValue())).append('\n');
      for (OptionSpec option : spec(verb.getKey()).options()) {
        script.append(fish(verb.getKey(), option));
      }
    }
    return script
        .append(
            "complete -c reconcile -n '__fish_seen_subcommand_from get describe events delete"
                + " explain'")
        .append(" -a '" + KINDS + "'\n")
        .toString();
  }

  private static String fish(String verb, OptionSpec option) {
    StringBuilder line = new StringBuilder("complete -c reconcile -n ");
    line.append(quoted("__fish_seen_subcommand_from " + verb));
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    line.append(option.arity().max() > 0 ? " -r" : "");
    return line.append(" -d ").append(quoted(option.description()[0])).append('\n').toString();
  }

  private static List<String> optionNames(String verb) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : spec(verb).options()) {
      names.addAll(List.of(option.names()));
    }
    return names;
  }

  private static CommandSpec spec(String verb) {
    Verb created = Verbs.create(verb);
    if (created == null) {
      throw new IllegalStateException("verb '" + verb + "' is listed but cannot be made");
    }
    return Verbs.spec(verb, created);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "\\'") + "'";
  }
}
