package dev.reconcile.cli;

import dev.reconcile.fields.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program's entry: {@code reconcile VERB}. The exit status is the verb's own.
 *
 * <p>Only the chosen verb's command line is built, and with picocli's model, not with its
 * annotations: reading an annotation costs a proxy class at each start.
 */
public final class Main {
  private final Console console;

  private Main(Console console) {
    this.console = console;
  }

  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int status = run(console, args);
    console.flush();
    // Not exit(): it would set up the logging of java.base for the sake of one message.
    Runtime.getRuntime().halt(status);
  }

  static int run(Console console, String... args) {
    return new Main(console).dispatch(List.of(args));
  }

  private int dispatch(List<String> args) {
    int at = verbIndex(args);
    if (at < 0 && args.contains("--version")) {
      return dispatch(List.of("version"));
    }
    if (at >= 0 && args.get(at).equals("help")) {
      List<String> asked = new ArrayList<>(args);
      asked.remove(at);
      asked.add("--help");
      return dispatch(asked);
    }
    if (at < 0) {
      boolean asked = args.contains("--help") || args.contains("-h");
      Help.overview(asked ? console.out() : console.err());
      return asked ? ExitCode.OK : ExitCode.REFUSED;
    }
    String name = args.get(at);
    Verb verb = Verbs.create(name);
    if (verb == null) {
      String near = Nearest.suggestion(name, Verbs.names());
      console.error("reconcile: unknown verb '" + name + "'" + near + hint(near, "reconcile"));
      return ExitCode.REFUSED;
    }
    List<String> rest = new ArrayList<>(args);
    rest.remove(at);
    return run(name, verb, rest);
  }

  /** The first word that is neither an option nor an option's value; -1 when there is none. */
  private static int verbIndex(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (Settings.WITH_VALUE.contains(arg)) {
        i++;
      } else if (!arg.startsWith("-")) {
        return i;
      }
    }
    return -1;
  }

  private int run(String name, Verb verb, List<String> args) {
    CommandSpec spec = Verbs.spec(name, verb);
    boolean verbose = isVerbose(args);
    try {
      ParseResult line = new CommandLine(spec).parseArgs(args.toArray(String[]::new));
      if (line.hasMatchedOption("-h")) {
        spec.commandLine().usage(console.out());
        return ExitCode.OK;
      }
      Settings settings = Settings.of(line, System.getenv());
      return verb.run(new Invocation(name, line, settings, console));
    } catch (ParameterException e) {
      refuse(name, usageError(name, spec, e));
      return verb.refusal();
    } catch (RefusedException e) {
      refused(name, e);
      return verb.refusal();
    } catch (InterruptedException e) {
      console.error("reconcile " + name + ": interrupted");
      return ExitCode.INTERRUPTED;
    } catch (IOException e) {
      failed(name, e, verbose);
      return verb.failure();
    } catch (RuntimeException e) {
      failed(name, e, verbose);
      return verb.failure();
    }
  }

  private void refused(String name, RefusedException e) {
    for (String line : e.lines()) {
      console.error(line);
    }
    if (e.lines().isEmpty()) {
      refuse(name, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String name, String message) {
    console.error("reconcile " + name + ": " + message);
  }

  /** What stands behind {@code --} is a command's own. */
  private static boolean isVerbose(List<String> args) {
    int end = args.contains("--") ? args.indexOf("--") : args.size();
    List<String> ours = args.subList(0, end);
    return ours.contains("-v") || ours.contains("--verbose");
  }

  private void failed(String name, Exception e, boolean verbose) {
    console.error("reconcile " + name + ": " + Errors.line(e));
    if (verbose) {
      e.printStackTrace(console.err());
    }
  }

  private static String usageError(String name, CommandSpec spec, ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      String near = Nearest.suggestion(option, spec.optionsMap().keySet());
      return "unknown option '" + option + "'" + near + hint(near, "reconcile " + name);
    }
    String message = String.valueOf(e.getMessage());
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  private static String hint(String near, String command) {
    return near.isEmpty() ? "; see '" + command + " --help'" : "";
  }
}
