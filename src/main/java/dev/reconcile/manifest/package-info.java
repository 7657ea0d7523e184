/** YAML to desired state, or every diagnostic with file:line:column. Touches no kernel. */
@NullMarked
package dev.reconcile.manifest;

import org.jspecify.annotations.NullMarked;
