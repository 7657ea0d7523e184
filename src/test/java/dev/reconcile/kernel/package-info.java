/**
 * The door to Linux, on captured hosts and, in classes named {@code …KernelTest}, on the kernel
 * that runs the tests.
 */
@NullMarked
package dev.reconcile.kernel;

import org.jspecify.annotations.NullMarked;
