package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read-only layers, the init layer, the writable layer.
 *
 * @param from another Rootfs whose layers come below and whose init layer is extended
 * @param layers lowest first
 * @param initLayer files the system owns
 * @param writable the read-write layer; null when this spec leaves it to {@code from}
 */
public record RootfsSpec(
    @Nullable String from, List<Layer> layers, InitLayer initLayer, @Nullable Writable writable) {

  public RootfsSpec {
    layers = List.copyOf(layers);
  }

  /** One read-only layer. */
  public sealed interface Layer {}

  /** A directory used in place; submounts are not included. */
  public record DirectoryLayer(String path) implements Layer {}

  /**
   * An archive, extracted once into the content-addressed store.
   *
   * @param digest {@code sha256:…}, checked when given
   */
  public record ArchiveLayer(String path, @Nullable String digest) implements Layer {}

  /**
   * Files that the system owns, above the images and below the writable layer.
   *
   * @param hostname write {@code /etc/hostname}
   * @param hosts more lines of {@code /etc/hosts}
   * @param resolvConf null: follow the host's file
   * @param files further files
   */
  public record InitLayer(
      boolean hostname,
      List<HostsEntry> hosts,
      @Nullable ResolvConf resolvConf,
      List<InitFile> files) {
    public InitLayer {
      hosts = List.copyOf(hosts);
      files = List.copyOf(files);
    }
  }

  /** A line of {@code /etc/hosts}. */
  public record HostsEntry(String address, List<String> names) {}

  /** {@code /etc/resolv.conf}, resolv.conf(5). */
  public record ResolvConf(List<String> nameservers, List<String> searches, List<String> options) {}

  /**
   * A file of the init layer.
   *
   * @param path absolute, in the container
   * @param content the text; null when {@code source} is given
   * @param source absolute path on the host
   * @param mode permission bits
   * @param onChange {@code none}, {@code signal:NAME} or {@code restart}
   */
  public record InitFile(
      String path,
      @Nullable String content,
      @Nullable String source,
      int mode,
      int uid,
      int gid,
      String onChange) {}

  /**
   * The read-write layer.
   *
   * @param size bytes, tmpfs only; 0 without a bound
   */
  public record Writable(WritableType type, long size) {}

  /** Kinds of read-write layer. */
  public enum WritableType {
    /** On the host's disk; kept over restarts, gone when the container is recreated. */
    EPHEMERAL,
    /** On the host's disk; kept until the object is deleted. */
    PERSISTENT,
    /** In memory; fresh at every start. */
    TMPFS,
    /** None: the root is read-only. */
    NONE
  }

  static RootfsSpec of(Dict spec) {
    List<Layer> layers = new ArrayList<>();
    for (Value item : spec.items("layers")) {
      if (item instanceof Dict layer) {
        layers.add(layer(layer));
      }
    }
    return new RootfsSpec(
        spec.text("from"), layers, initLayer(spec.dict("initLayer")), writable(spec));
  }

  private static Layer layer(Dict layer) {
    String directory = layer.text("directory");
    if (directory != null) {
      return new DirectoryLayer(directory);
    }
    return new ArchiveLayer(layer.text("archive", ""), layer.text("digest"));
  }

  private static InitLayer initLayer(Dict init) {
    List<HostsEntry> hosts = new ArrayList<>();
    for (Value item : init.items("hosts")) {
      if (item instanceof Dict entry) {
        hosts.add(new HostsEntry(entry.text("address", ""), entry.texts("names")));
      }
    }
    List<InitFile> files = new ArrayList<>();
    for (Value item : init.items("files")) {
      if (item instanceof Dict file) {
        files.add(initFile(file));
      }
    }
    ResolvConf resolvConf =
        init.at("resolvConf") instanceof Dict resolv
            ? new ResolvConf(
                resolv.texts("nameservers"), resolv.texts("searches"), resolv.texts("options"))
            : null;
    return new InitLayer(init.truth("hostname", true), hosts, resolvConf, files);
  }

  private static InitFile initFile(Dict file) {
    return new InitFile(
        file.text("path", ""),
        file.text("content"),
        file.text("source"),
        Integer.parseInt(file.text("mode", "0644"), 8),
        (int) file.number("uid", 0),
        (int) file.number("gid", 0),
        file.text("onChange", "none"));
  }

  private static @Nullable Writable writable(Dict spec) {
    if (!(spec.at("writable") instanceof Dict writable)) {
      return null;
    }
    String size = writable.text("size");
    return new Writable(
        WritableType.valueOf(writable.text("type", "ephemeral").toUpperCase(java.util.Locale.ROOT)),
        size == null ? 0 : ByteSize.parse(size).bytes());
  }
}
