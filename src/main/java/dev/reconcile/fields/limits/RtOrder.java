package dev.reconcile.fields.limits;

/** Names of v1's real-time bandwidth. */
final class RtOrder {
  static final String RUNTIME = "cpu.rt_runtime_us";
  static final String PERIOD = "cpu.rt_period_us";

  private RtOrder() {}
}
