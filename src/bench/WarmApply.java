import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.model.DesiredState;
import java.io.IOException;
import java.nio.file.Path;

/**
 * First applies of groups, each followed by their removal, in one warm process, in turn with the C
 * program that makes the same groups and removes them.
 *
 * <p>{@code WarmApply MANIFEST N ROUNDS GROUPS HOME} prints {@code N ROUND STARTER first N
 * MICROSECONDS}. None of the groups is there before or after.
 */
final class WarmApply {
  private static final int WARM_UP = 6;

  private WarmApply() {}

  public static void main(String... args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    Scope groups = WarmPass.scope(Path.of(args[0]));
    try (Reconciler engine = new Reconciler(WarmPass.environment(Path.of(args[4])))) {
      for (int round = 1 - WARM_UP; round <= rounds; round++) {
        long[] floor = WarmPass.floor(args[3], "write", "" + count);
        WarmPass.floor(args[3], "remove", "" + count);
        long ours = timed(engine, groups);
        remove(engine, groups);
        if (round > 0) {
          WarmPass.print(count, round, "best", "first", floor);
          WarmPass.print(count, round, "ours", "first", ours);
        }
      }
    }
  }

  private static long timed(Reconciler engine, Scope groups) throws IOException {
    long begin = System.nanoTime();
    Report report = engine.reconcile(groups);
    long elapsed = (System.nanoTime() - begin) / 1000;
    if (!report.succeeded() || report.firstPlan().isEmpty()) {
      throw new IllegalStateException("not a first apply: " + report.outcomes());
    }
    return elapsed;
  }

  private static void remove(Reconciler engine, Scope groups) throws IOException {
    Scope removal =
        new Scope(
            DesiredState.EMPTY,
            groups.desired().resources().keySet(),
            groups.owner(),
            groups.options(),
            groups.maxDeletes(),
            false,
            groups.timeout(),
            null);
    if (!engine.reconcile(removal).succeeded()) {
      throw new IllegalStateException("groups are left");
    }
  }
}
