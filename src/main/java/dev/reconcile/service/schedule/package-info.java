/** When a pass is due, on Quartz. Knows nothing of what a pass does. */
@NullMarked
package dev.reconcile.service.schedule;

import org.jspecify.annotations.NullMarked;
