package dev.reconcile.service.sync;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.Refusal;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.engine.Scope;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Sync;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import dev.reconcile.plan.Plan;
import dev.reconcile.service.Engine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Sync, a source that says what a test wants, and an engine that writes down what it is asked.
 */
public final class SyncFixture {
  private SyncFixture() {}

  /** A Sync of a directory that nobody reads. */
  public static Sync sync(String name, Dict more) {
    Dict spec = Dict.EMPTY.with("directory", new Text("/nowhere"));
    for (var entry : more.entries().entrySet()) {
      spec = spec.with(entry.getKey(), entry.getValue());
    }
    return (Sync) resource(Kind.SYNC, name, spec);
  }

  static Dict flag(String field, boolean value) {
    return Dict.EMPTY.with(field, new Bool(value));
  }

  static Resource resource(Kind kind, String name, Dict spec) {
    Metadata metadata = new Metadata(name, new TreeMap<>(), new TreeMap<>());
    return Resource.of(kind, metadata, SourceRef.NONE, spec);
  }

  /** Groups of these names. */
  static DesiredState groups(String... names) {
    SortedMap<ResourceId, Resource> resources = new TreeMap<>();
    for (String name : names) {
      Resource group = resource(Kind.CGROUP, name, Dict.EMPTY);
      resources.put(group.id(), group);
    }
    return new DesiredState(resources);
  }

  static ResourceId group(String name) {
    return new ResourceId(Kind.CGROUP, name);
  }

  /** A good revision with groups of these names. */
  static Candidate revision(String revision, String... names) {
    return new Candidate(
        groups(names), new LastGood(revision, "tree-" + revision, "", null, revision));
  }

  /** A source that says one thing after the other, and the last one for ever. */
  public static final class Source implements Revisions {
    private final Deque<Object> says = new ArrayDeque<>();
    private final SortedMap<String, DesiredState> kept = new TreeMap<>();

    public Source says(Candidate candidate) {
      says.add(candidate);
      return this;
    }

    public Source breaks(Reason reason) {
      says.add(new BrokenRevisionException("bad", reason, "broken on purpose", null));
      return this;
    }

    @Override
    public Candidate latest(Sync sync) throws BrokenRevisionException {
      Object next = says.size() > 1 ? says.remove() : says.element();
      if (next instanceof Candidate candidate) {
        kept.put(candidate.place().tree(), candidate.desired());
        return candidate;
      }
      throw (BrokenRevisionException) next;
    }

    @Override
    public DesiredState kept(Sync sync, LastGood good) throws BrokenRevisionException {
      DesiredState desired = kept.get(good.tree());
      if (desired == null) {
        throw new BrokenRevisionException(good.revision(), Reason.FETCH_FAILED, "not kept", null);
      }
      return desired;
    }

    @Override
    public void keepOnly(Sync sync, LastGood good) {
      kept.keySet().removeIf(tree -> !tree.equals(good.tree()));
    }
  }

  /** An engine that answers one thing after the other, and the last one for ever. */
  public static final class Recorder implements Engine {
    /** {@code prune a b} or {@code keep a b}: what was asked for. */
    public final List<String> asked = new ArrayList<>();

    private final Deque<Report> answers = new ArrayDeque<>();
    private Inventory inventory = Inventory.EMPTY;
    private @Nullable String failure;

    public Recorder answers(Report report) {
      answers.add(report);
      return this;
    }

    public void owns(Inventory owned) {
      inventory = owned;
    }

    public void fails(@Nullable String message) {
      failure = message;
    }

    @Override
    public Report reconcile(Scope scope) throws IOException {
      StringBuilder line = new StringBuilder(scope.options().prune() ? "prune" : "keep");
      scope.desired().resources().keySet().forEach(id -> line.append(' ').append(id.name()));
      asked.add(line.toString());
      if (failure != null) {
        throw new IOException(failure);
      }
      if (answers.isEmpty()) {
        return report(scope.desired(), Verdict.UNCHANGED, "");
      }
      return answers.size() > 1 ? answers.remove() : answers.element();
    }

    @Override
    public Inventory inventory() {
      return inventory;
    }
  }

  static Report report(DesiredState desired, Verdict verdict, String message) {
    SortedMap<ResourceId, Outcome> outcomes = new TreeMap<>();
    desired.resources().keySet().forEach(id -> outcomes.put(id, new Outcome(verdict, message)));
    return new Report(outcomes, List.of(), List.of(), none(), Plan.EMPTY, false);
  }

  static Report refusal(ResourceId id, String message) {
    Refusal refusal = new Refusal(id, SourceRef.NONE, "", message);
    return new Report(new TreeMap<>(), List.of(refusal), List.of(), none(), Plan.EMPTY, false);
  }

  private static ChangeSet none() {
    return new ChangeSet(new TreeMap<>(), List.of(), List.of());
  }
}
