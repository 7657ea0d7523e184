package dev.reconcile.fields.limits;

/**
 * A field that the kernel does not hold as wanted, both values neutral and canonical.
 *
 * @param field such as {@code memory.max}, or {@code raw.FILE}
 * @param live what is
 * @param wanted what should be
 */
public record LimitDifference(String field, String live, String wanted) {}
