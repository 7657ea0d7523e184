@NullMarked
package dev.reconcile.observe;

import org.jspecify.annotations.NullMarked;
