package dev.reconcile.engine;

/**
 * What a saved plan was made from; all of it must still hold when it is applied.
 *
 * @param serial of the inventory
 * @param bootId of the host
 * @param stepsDigest over the printed steps, field values included
 */
public record SavedPlan(long serial, String bootId, String stepsDigest) {}
