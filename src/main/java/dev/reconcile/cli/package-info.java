/**
 * The command line: turns arguments into requests, runs them, renders what came of it and picks the
 * exit status. The only package that writes to the standard streams.
 */
@NullMarked
package dev.reconcile.cli;

import org.jspecify.annotations.NullMarked;
