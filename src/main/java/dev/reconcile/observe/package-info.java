/**
 * Looks at the kernel, once, for what the desired and the owned objects need; see {@link
 * dev.reconcile.live.LiveState}. Changes nothing.
 */
@NullMarked
package dev.reconcile.observe;

import org.jspecify.annotations.NullMarked;
