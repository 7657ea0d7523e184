/** cgroupfs: directories, control files, marks. */
@NullMarked
package dev.reconcile.kernel.cgroup;

import org.jspecify.annotations.NullMarked;
