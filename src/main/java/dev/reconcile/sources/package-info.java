/** Stdin, files, directories and Git, as a snapshot of files with its revision. */
@NullMarked
package dev.reconcile.sources;

import org.jspecify.annotations.NullMarked;
