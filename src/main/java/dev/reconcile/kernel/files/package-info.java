/** Directories of ours on disk: container directories, layers, state. */
@NullMarked
package dev.reconcile.kernel.files;

import org.jspecify.annotations.NullMarked;
