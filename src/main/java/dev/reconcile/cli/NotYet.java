package dev.reconcile.cli;

import picocli.CommandLine.Model.CommandSpec;

/** A verb of the contract that this version does not have. */
final class NotYet implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    spec.parser().unmatchedArgumentsAllowed(true);
  }

  @Override
  public int run(Invocation call) throws RefusedException {
    throw new RefusedException("not supported yet");
  }
}
