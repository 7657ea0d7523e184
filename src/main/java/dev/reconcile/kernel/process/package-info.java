/** procfs, pidfds, the helper process and the monitors it starts. */
@NullMarked
package dev.reconcile.kernel.process;

import org.jspecify.annotations.NullMarked;
