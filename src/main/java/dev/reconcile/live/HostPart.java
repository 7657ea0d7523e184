package dev.reconcile.live;

/** What limits name, and a host has or has not. */
public enum HostPart {
  CPU("processor"),
  NODE("memory node"),
  /** A whole one: partitions have no limits of their own. */
  BLOCK_DEVICE("whole block device"),
  HUGE_PAGE("size of huge pages"),
  RDMA_DEVICE("RDMA device"),
  MISC_RESOURCE("resource in misc.capacity"),
  MEMORY_REGION("region in dmem.capacity"),
  INTERFACE("network interface");

  private final String label;

  HostPart(String label) {
    this.label = label;
  }

  /** In a sentence: {@code whole block device}. */
  public String label() {
    return label;
  }
}
