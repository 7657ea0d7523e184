package dev.reconcile.service.events;

import dev.reconcile.model.ResourceId;

/** What became of a group's memory. */
public sealed interface Alert {
  /** Whose group. */
  ResourceId id();

  /**
   * The kernel has killed processes for want of memory.
   *
   * @param directory of the group that counted them
   * @param kills since the last alert
   * @param total since the group was made
   */
  record OomKilled(ResourceId id, String directory, long kills, long total) implements Alert {}

  /**
   * Tasks have begun to wait for memory.
   *
   * @param text of the file that told, such as {@code some avg10=12.34 avg60=…}; may be empty
   */
  record PressureBegan(ResourceId id, String directory, String text) implements Alert {}

  /** It has been calm for a while, or the group is gone. */
  record PressureEnded(ResourceId id) implements Alert {}
}
