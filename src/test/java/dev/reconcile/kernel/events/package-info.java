@NullMarked
package dev.reconcile.kernel.events;

import org.jspecify.annotations.NullMarked;
