package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import dev.reconcile.sim.Fleet.Bounds;
import dev.reconcile.sim.Fleet.Box;
import dev.reconcile.sim.Fleet.Group;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Random hosts, desired states and mishaps. */
final class Arbitraries extends DomainContextBase {
  private static Arbitrary<Integer> upTo(int max) {
    return net.jqwik.api.Arbitraries.integers().between(0, max);
  }

  private static Arbitrary<Boolean> rarely() {
    return net.jqwik.api.Arbitraries.frequency(
        net.jqwik.api.Tuple.of(4, false), net.jqwik.api.Tuple.of(1, true));
  }

  @Provide
  Arbitrary<Fleet> fleets() {
    return Combinators.combine(groups().list().ofMaxSize(4), boxes().list().ofMaxSize(4))
        .as(Fleet::new);
  }

  private static Arbitrary<Group> groups() {
    return Combinators.combine(upTo(3), bounds()).as(Group::new);
  }

  private static Arbitrary<Bounds> bounds() {
    return Combinators.combine(upTo(5), upTo(4), upTo(4), upTo(3), upTo(3), rarely(), rarely())
        .as(Bounds::new);
  }

  private static Arbitrary<Box> boxes() {
    Arbitrary<Box> whole =
        Combinators.combine(
                upTo(4), bounds(), upTo(5), upTo(2), upTo(2), upTo(1), upTo(4), rarely())
            .as(
                (group, bounds, root, args, hostname, policy, after, hostPids) ->
                    new Box(group, bounds, root, args, hostname, policy, after, hostPids, false));
    return Combinators.combine(whole, rarely())
        .as(
            (box, limited) ->
                new Box(
                    box.group(),
                    box.bounds(),
                    box.root(),
                    box.args(),
                    box.hostname(),
                    box.policy(),
                    box.after(),
                    box.hostPids(),
                    limited));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return net.jqwik.api.Arbitraries.longs();
  }

  @Provide
  Arbitrary<Boolean> choices() {
    return net.jqwik.api.Arbitraries.of(false, true);
  }

  @Provide
  Arbitrary<HostShape> shapes() {
    return net.jqwik.api.Arbitraries.of(HostShape.class);
  }

  @Provide
  Arbitrary<List<Mishap>> mishaps() {
    return net.jqwik.api.Arbitraries.of(Mishap.class).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Errno> errnos() {
    return net.jqwik.api.Arbitraries.of(Errno.EBUSY, Errno.EINTR, Errno.ENOENT, Errno.EIO);
  }
}
