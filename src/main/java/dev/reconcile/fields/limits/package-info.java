/**
 * The rows of the field table that are cgroup limits: what a version-neutral field is in the
 * control files of cgroup v1 and v2, how each file is written and read back, and in which order
 * writes are safe.
 */
@NullMarked
package dev.reconcile.fields.limits;

import org.jspecify.annotations.NullMarked;
