/** What happens to owned objects between passes, and the healing of just those objects. */
@NullMarked
package dev.reconcile.service.events;

import org.jspecify.annotations.NullMarked;
