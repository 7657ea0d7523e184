/** Status and metrics over HTTP on loopback. Reads only. */
@NullMarked
package dev.reconcile.service.http;

import org.jspecify.annotations.NullMarked;
