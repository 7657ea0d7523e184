package dev.reconcile.sim;

import dev.reconcile.kernel.systemd.Systemd;
import java.util.List;

/** Simulated hosts have another init system: whoever asks for systemd there is mistaken. */
final class NoSystemd implements Systemd {
  @Override
  public void set(String unit, List<String> assignments) {
    throw new AssertionError("set " + assignments + " of " + unit);
  }

  @Override
  public void forget(String unit, List<String> properties) {
    throw new AssertionError("forget " + properties + " of " + unit);
  }

  @Override
  public void delegate(String service, String slice, String keeper) {
    throw new AssertionError("delegate " + service);
  }

  @Override
  public void stop(String unit) {
    throw new AssertionError("stop " + unit);
  }
}
