/** What the kernel says right now, as plain data. Nothing here can read anything. */
@NullMarked
package dev.reconcile.live;

import org.jspecify.annotations.NullMarked;
