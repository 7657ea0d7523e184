/**
 * The few C library functions that the JDK does not offer, through JNR-FFI: one small interface per
 * concern, bound on first use, because binding costs far more than calling.
 */
@NullMarked
package dev.reconcile.kernel.libc;

import org.jspecify.annotations.NullMarked;
