package dev.reconcile.engine.status;

import dev.reconcile.fields.limits.EffectiveLimits.Ceiling;
import dev.reconcile.live.CgroupUsage;
import dev.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one of our objects uses and what bounds it.
 *
 * @param ceilings the tightest, by field; its own or those of a group above
 */
public record ObjectUsage(ResourceId id, CgroupUsage usage, SortedMap<String, Ceiling> ceilings) {
  public ObjectUsage {
    ceilings = Collections.unmodifiableSortedMap(new TreeMap<>(ceilings));
  }
}
