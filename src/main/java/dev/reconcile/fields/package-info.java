/**
 * The field table: a row per field of every kind, from which parser, schema, explain, diff, masking
 * and the cgroup writer derive.
 */
@NullMarked
package dev.reconcile.fields;

import org.jspecify.annotations.NullMarked;
