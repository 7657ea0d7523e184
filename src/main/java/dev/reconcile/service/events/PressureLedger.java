package dev.reconcile.service.events;

import dev.reconcile.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which objects are short of memory, and since when. The kernel tells again and again while it
 * lasts and never that it is over; so it is over when it has been calm for a while. For one thread.
 */
final class PressureLedger {
  /** Several windows of the kernel's: pressure that comes and goes is one spell, and one event. */
  static final Duration CALM = Duration.ofSeconds(30);

  private final Map<ResourceId, Spell> spells = new HashMap<>();

  private record Spell(Instant since, Instant heard) {}

  /** The kernel has told; whether that is how a spell begins. */
  boolean heard(ResourceId id, Instant now) {
    Spell known = spells.get(id);
    spells.put(id, new Spell(known == null ? now : known.since(), now));
    return known == null;
  }

  /** Ends what has been calm for long enough. */
  List<ResourceId> calmed(Instant now) {
    List<ResourceId> over = new ArrayList<>();
    spells.forEach(
        (id, spell) -> {
          if (!spell.heard().plus(CALM).isAfter(now)) {
            over.add(id);
          }
        });
    over.forEach(spells::remove);
    return over;
  }

  /** Every object under pressure, and since when. */
  SortedMap<ResourceId, Instant> since() {
    SortedMap<ResourceId, Instant> since = new TreeMap<>();
    spells.forEach((id, spell) -> since.put(id, spell.since()));
    return since;
  }
}
