@NullMarked
package dev.reconcile.kernel.cgroup;

import org.jspecify.annotations.NullMarked;
