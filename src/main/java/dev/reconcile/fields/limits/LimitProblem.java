package dev.reconcile.fields.limits;

/**
 * Why limits cannot be put on a host.
 *
 * @param field such as {@code memory.high}, or {@code raw.FILE}
 * @param message what, why, the next move
 */
public record LimitProblem(String field, String message) {}
