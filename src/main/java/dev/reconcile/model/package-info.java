/**
 * What people want: immutable records for every kind of the manifest API. Knows nothing but the
 * JDK.
 */
@NullMarked
package dev.reconcile.model;

import org.jspecify.annotations.NullMarked;
