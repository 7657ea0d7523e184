/** The periodic service: every Sync kept true by timers and events, and its status over HTTP. */
@NullMarked
package dev.reconcile.service;

import org.jspecify.annotations.NullMarked;
