package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.LimitDifference;
import dev.reconcile.model.Container;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a container's devices differ, in few words: nobody wants to read the default list. */
final class DeviceFindings {
  private static final String DEVICES = "devices.";
  private static final String DEFAULT = "devices.default";
  private static final String ALLOW = "devices.allow";

  private DeviceFindings() {}

  /** All other differences, and those of devices that are listed. */
  static List<LimitDifference> besides(List<LimitDifference> all, Resource resource) {
    if (!(resource instanceof Container container) || !touches(all)) {
      return all;
    }
    boolean listed = DefaultDevices.isListed(container.resources());
    List<LimitDifference> rest = new ArrayList<>();
    for (LimitDifference difference : all) {
      if (!difference.field().startsWith(DEVICES)) {
        rest.add(difference);
      } else if (listed) {
        rest.add(
            new LimitDifference(
                difference.field(),
                DefaultDevices.brief(difference.live()),
                DefaultDevices.brief(difference.wanted())));
      }
    }
    return rest;
  }

  /** The default list alone, where it is not in force; null when it is, or devices are listed. */
  static @Nullable FieldChange of(List<LimitDifference> all, Resource resource, Limits applied) {
    if (!(resource instanceof Container container)
        || DefaultDevices.isListed(container.resources())
        || !touches(all)) {
      return null;
    }
    Cause cause = DefaultDevices.isListed(applied) ? Cause.MANIFEST : Cause.DRIFT;
    return new FieldChange(
        "resources." + ALLOW, live(all), DefaultDevices.NAME, Mutability.LIVE, cause, false);
  }

  private static boolean touches(List<LimitDifference> all) {
    for (LimitDifference difference : all) {
      if (difference.field().startsWith(DEVICES)) {
        return true;
      }
    }
    return false;
  }

  private static String live(List<LimitDifference> all) {
    String live = "";
    for (LimitDifference difference : all) {
      if (difference.field().equals(DEFAULT)) {
        return difference.live().equals("allow") ? "everything" : difference.live();
      }
      live = difference.field().equals(ALLOW) ? DefaultDevices.brief(difference.live()) : live;
    }
    return live.isEmpty() ? "nothing" : live;
  }
}
