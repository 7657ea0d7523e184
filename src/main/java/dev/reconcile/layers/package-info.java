/**
 * Archives to content-addressed, whiteout-correct layer directories. Nothing in an archive is
 * trusted.
 */
@NullMarked
package dev.reconcile.layers;

import org.jspecify.annotations.NullMarked;
