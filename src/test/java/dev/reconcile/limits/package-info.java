/**
 * Every limit on the control files of the running kernel, through the engine, in this process.
 *
 * <p>What a machine does not have is skipped with its reason, so the same classes prove cgroup v1
 * on one machine and v2 on another.
 */
@NullMarked
package dev.reconcile.limits;

import org.jspecify.annotations.NullMarked;
