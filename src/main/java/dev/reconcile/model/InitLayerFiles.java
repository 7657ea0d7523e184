package dev.reconcile.model;

import dev.reconcile.model.Container.InlineRootfs;
import dev.reconcile.model.RootfsSpec.HostsEntry;
import dev.reconcile.model.RootfsSpec.InitFile;
import dev.reconcile.model.RootfsSpec.InitLayer;
import dev.reconcile.model.RootfsSpec.ResolvConf;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that the system owns in a container: between the image's layers and the writable one.
 */
public final class InitLayerFiles {
  private static final int READABLE = 0644;

  private InitLayerFiles() {}

  /**
   * A file.
   *
   * @param text written as UTF-8
   * @param mode permission bits
   */
  public record Content(String text, int mode, int uid, int gid) {}

  /**
   * All files, by absolute path in the container; empty without a rootfs.
   *
   * @param effective a container with a flat inline rootfs, see {@link RootfsResolver}
   * @param hostResolvConf text of the host's {@code /etc/resolv.conf}, followed unless the manifest
   *     has its own; null: unknown, then the file is left out
   */
  public static SortedMap<String, Content> of(
      Container effective, @Nullable String hostResolvConf) {
    SortedMap<String, Content> files = new TreeMap<>();
    if (!(effective.rootfs() instanceof InlineRootfs(RootfsSpec rootfs))) {
      return files;
    }
    InitLayer layer = rootfs.initLayer();
    String hostname = effective.hostname();
    if (layer.hostname() && hostname != null) {
      files.put("/etc/hostname", text(hostname + "\n"));
    }
    files.put(
        "/etc/hosts",
        text(hosts(layer, hostname == null ? effective.metadata().name() : hostname)));
    ResolvConf own = layer.resolvConf();
    String resolv = own == null ? hostResolvConf : resolvConf(own);
    if (resolv != null) {
      files.put("/etc/resolv.conf", text(resolv));
    }
    for (InitFile file : layer.files()) {
      String content = file.content();
      files.put(
          file.path(),
          new Content(content == null ? "" : content, file.mode(), file.uid(), file.gid()));
    }
    return files;
  }

  /** hosts(5): {@code ADDRESS NAME…}, one a line. */
  private static String hosts(InitLayer layer, String name) {
    StringBuilder text = new StringBuilder();
    line(text, "127.0.0.1", "localhost " + name);
    line(text, "::1", "localhost ip6-localhost ip6-loopback " + name);
    for (HostsEntry entry : layer.hosts()) {
      line(text, entry.address(), String.join(" ", entry.names()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String rest) {
    text.append(key).append('\t').append(rest).append('\n');
  }

  /** resolv.conf(5): {@code nameserver}, {@code search} and {@code options} lines. */
  private static String resolvConf(ResolvConf conf) {
    StringBuilder text = new StringBuilder();
    for (String nameserver : conf.nameservers()) {
      text.append("nameserver ").append(nameserver).append('\n');
    }
    if (!conf.searches().isEmpty()) {
      text.append("search ").append(String.join(" ", conf.searches())).append('\n');
    }
    if (!conf.options().isEmpty()) {
      text.append("options ").append(String.join(" ", conf.options())).append('\n');
    }
    return text.toString();
  }

  private static Content text(String content) {
    return new Content(content, READABLE, 0, 0);
  }
}
