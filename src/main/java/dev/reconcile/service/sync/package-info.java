/**
 * One Sync: its passes, its conditions, its last good revision. Knows neither timers nor events.
 */
@NullMarked
package dev.reconcile.service.sync;

import org.jspecify.annotations.NullMarked;
