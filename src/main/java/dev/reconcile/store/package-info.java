/** What we own, durably: write-ahead inventory, kernel lock, format version. */
@NullMarked
package dev.reconcile.store;

import org.jspecify.annotations.NullMarked;
