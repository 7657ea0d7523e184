/** Opens the engine's inside to simulations. */
@NullMarked
package dev.reconcile.engine;

import org.jspecify.annotations.NullMarked;
