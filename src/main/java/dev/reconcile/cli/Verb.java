package dev.reconcile.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** One word behind {@code reconcile}: its command line, and what it does. */
interface Verb {
  /** Adds the verb's own options and words; the global ones are there already. */
  void declare(CommandSpec spec);

  /**
   * Does it.
   *
   * @return the exit status
   * @throws RefusedException when nothing was changed and the exit status is 2
   * @throws IOException with one line that names operation, path and cause
   */
  int run(Invocation call) throws RefusedException, IOException, InterruptedException;

  /** The exit status for a wrong command line and for a {@link RefusedException}. */
  default int refusal() {
    return ExitCode.REFUSED;
  }

  /** The exit status for an {@link IOException}. */
  default int failure() {
    return ExitCode.REFUSED;
  }
}
