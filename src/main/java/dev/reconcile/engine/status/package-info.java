/**
 * The {@code status} of an object, derived from what was seen and what was recorded: what {@code
 * get}, {@code describe} and the service's status page show. Nothing here reads the host, but for
 * the file in which the service leaves the status of a Sync.
 */
@NullMarked
package dev.reconcile.engine.status;

import org.jspecify.annotations.NullMarked;
