/** The door to Linux: errors, and the rooms below for cgroups, processes, containers and files. */
@NullMarked
package dev.reconcile.kernel;

import org.jspecify.annotations.NullMarked;
