/**
 * A snapshot of files to documents that still know file, line and commit. The CLI and the service
 * render alike.
 */
@NullMarked
package dev.reconcile.render;

import org.jspecify.annotations.NullMarked;
