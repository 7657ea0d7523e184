package dev.reconcile.manifest;

/** How many of some fields a manifest has. */
final class Given {
  private Given() {}

  static int count(ObjectContext context, String path, String... keys) {
    int count = 0;
    for (String key : keys) {
      count += context.given(path + "." + key) ? 1 : 0;
    }
    return count;
  }
}
