@NullMarked
package dev.reconcile.kernel.process;

import org.jspecify.annotations.NullMarked;
