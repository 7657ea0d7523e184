@NullMarked
package dev.reconcile.kernel.files;

import org.jspecify.annotations.NullMarked;
