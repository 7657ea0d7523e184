/** Mounts of the host's own mount namespace, mount(2). What containers mount is the helper's. */
@NullMarked
package dev.reconcile.kernel.mount;

import org.jspecify.annotations.NullMarked;
