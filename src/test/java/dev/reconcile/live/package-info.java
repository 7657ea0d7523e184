/** What was seen, as records. */
@NullMarked
package dev.reconcile.live;

import org.jspecify.annotations.NullMarked;
