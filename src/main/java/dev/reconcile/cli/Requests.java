package dev.reconcile.cli;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.Refusal;
import dev.reconcile.engine.SavedPlan;
import dev.reconcile.engine.Scope;
import dev.reconcile.manifest.Places;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The options that {@code apply}, {@code diff} and {@code plan} share, and the scope they make. */
final class Requests {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private Requests() {}

  static void declare(CommandSpec spec) {
    Options.manifests(spec);
    Options.owner(spec);
    Options.flag(spec, "--prune", "Deletes what the apply set owns and the input does not name.");
    Options.flag(spec, "--allow-empty", "Goes on although the input names no object.");
    Options.flag(spec, "--force", "Recreates although a persistent writable layer is lost.");
    Options.flag(spec, "--accept-kill", "Lowers limits below use where the kernel then kills.");
    Options.flag(spec, "--pull", "Not supported yet.");
    Options.values(spec, "--var", "K=V", "Not supported yet.");
    Options.values(spec, "--vars", "FILE", "Not supported yet.");
  }

  /** Reads the input and puts the scope together. */
  static Scope scope(Invocation call, DesiredState desired, @Nullable SavedPlan saved)
      throws RefusedException {
    if (desired.resources().isEmpty() && !call.flag("--allow-empty")) {
      throw new RefusedException("the input names no object; if that is meant, say --allow-empty");
    }
    return new Scope(
        desired,
        Set.of(),
        owner(call),
        options(call, call.flag("--prune")),
        Long.MAX_VALUE,
        call.flag("--wait"),
        call.duration("--timeout", TIMEOUT),
        saved);
  }

  /** What {@code delete} asks for. */
  static Scope deletion(Invocation call, Set<ResourceId> objects) throws RefusedException {
    return new Scope(
        DesiredState.EMPTY,
        objects,
        owner(call),
        options(call, false),
        Long.MAX_VALUE,
        false,
        TIMEOUT,
        null);
  }

  /** Refuses what the contract has and this version has not. */
  static void refuseUnsupported(Invocation call) throws RefusedException {
    call.refuse("--pull", "--var", "--vars");
  }

  static Owner owner(Invocation call) throws RefusedException {
    String name = call.text("--applyset", "default");
    if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw new RefusedException(
          "--applyset: expected lower case letters, digits and dashes, not '" + name + "'");
    }
    return Owner.applySet(name);
  }

  private static DiffRequest.Options options(Invocation call, boolean prune) {
    return new DiffRequest.Options(
        prune, call.flag("--force"), call.flag("--take-ownership"), call.flag("--accept-kill"));
  }

  /**
   * Refusals as located messages: {@code FILE:LINE:COL: container/web: args: message}.
   *
   * @param places of the fields at fault
   */
  static RefusedException refused(List<Refusal> refusals, Places places) {
    List<String> lines = new ArrayList<>();
    for (Refusal refusal : refusals) {
      lines.add(refusal.at(places.of(refusal.id(), refusal.path(), refusal.source())).line());
    }
    return new RefusedException(lines);
  }

  /** Notes for people go to standard error. */
  static void printNotes(Console console, List<String> notes) {
    for (String note : notes) {
      console.error("note: " + note);
    }
  }
}
