/** What systemd hands to a service: the notification socket and the watchdog. */
@NullMarked
package dev.reconcile.kernel.systemd;

import org.jspecify.annotations.NullMarked;
