/**
 * What the kernel tells of a group by itself, instead of being asked again and again: kills for
 * want of memory, memory pressure, groups that empty or freeze.
 */
@NullMarked
package dev.reconcile.kernel.events;

import org.jspecify.annotations.NullMarked;
