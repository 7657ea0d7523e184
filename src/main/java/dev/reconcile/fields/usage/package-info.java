/** What groups use: which kernel files count it on v1 and v2, and how they say it. */
@NullMarked
package dev.reconcile.fields.usage;

import org.jspecify.annotations.NullMarked;
