/**
 * The JSON Schemas of {@code schemas/v1}: made from the field table, compared with what is there.
 */
@NullMarked
package dev.reconcile.schemas;

import org.jspecify.annotations.NullMarked;
