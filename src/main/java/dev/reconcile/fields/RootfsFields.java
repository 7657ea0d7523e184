package dev.reconcile.fields;

import static dev.reconcile.fields.Row.ADDRESS;
import static dev.reconcile.fields.Row.BOOL;
import static dev.reconcile.fields.Row.BYTES;
import static dev.reconcile.fields.Row.CONTAINER_PATH;
import static dev.reconcile.fields.Row.HOST_PATH;
import static dev.reconcile.fields.Row.ID;
import static dev.reconcile.fields.Row.LABEL;
import static dev.reconcile.fields.Row.MODE;
import static dev.reconcile.fields.Row.SECTION;
import static dev.reconcile.fields.Row.TEXT;
import static dev.reconcile.fields.Row.choice;
import static dev.reconcile.fields.Row.list;
import static dev.reconcile.fields.Row.row;

import java.util.List;

/** Rootfs, also inline in a Container. */
final class RootfsFields {
  private static final FieldType.Matching DIGEST =
      new FieldType.Matching("sha256:[0-9a-f]{64}", "sha256: and 64 lower-case hexadecimal digits");

  private static final FieldType.Matching WORD =
      new FieldType.Matching("[^\\s\\x00-\\x1f\\x7f#]+", "a word without spaces");

  private RootfsFields() {}

  static List<Row> rows() {
    return List.of(
        row("from", LABEL, "Another Rootfs to extend: its layers come below, its files are kept."),
        row("layers", new FieldType.SectionList(true), "Read-only layers, lowest first.")
            .byDefault("[]"),
        row("layers[].directory", HOST_PATH, "A directory used in place, without its submounts."),
        row("layers[].archive", HOST_PATH, "A tar archive, extracted once into the layer store."),
        row("layers[].digest", DIGEST, "Checked against the archive when given."),
        row("layers[].image", TEXT, "An OCI or Docker image.").later(),
        row(
                "initLayer",
                SECTION,
                "Files that the system owns: above the layers, below the writable one.")
            .live()
            .byDefault("{}"),
        row("initLayer.hostname", BOOL, "Whether to write /etc/hostname.").live().byDefault("true"),
        row("initLayer.hosts", new FieldType.SectionList(true), "More lines of /etc/hosts.")
            .live()
            .byDefault("[]"),
        row("initLayer.hosts[].address", ADDRESS, "The line's IP address.").live().always(),
        row("initLayer.hosts[].names", list(WORD), "The line's names, the canonical one first.")
            .live()
            .always(),
        row(
                "initLayer.resolvConf",
                new FieldType.ScalarOrSection(choice("host")),
                "/etc/resolv.conf; host: follow the host's file.")
            .live()
            .byDefault("host"),
        row("initLayer.resolvConf.nameservers", list(ADDRESS), "Name servers, asked in order.")
            .live()
            .byDefault("[]"),
        row("initLayer.resolvConf.searches", list(WORD), "Domains to search.")
            .live()
            .byDefault("[]"),
        row("initLayer.resolvConf.options", list(WORD), "Options of resolv.conf(5).")
            .live()
            .byDefault("[]"),
        row("initLayer.files", new FieldType.SectionList(false), "Further files.")
            .live()
            .keyed("path")
            .byDefault("[]"),
        row("initLayer.files[].path", CONTAINER_PATH, "Where it is in the container.")
            .live()
            .always(),
        row("initLayer.files[].content", TEXT, "Its text.").live(),
        row("initLayer.files[].source", HOST_PATH, "A file of the host whose bytes it has.").live(),
        row("initLayer.files[].secret", TEXT, "NAME/KEY of a Secret whose bytes it has.").later(),
        row("initLayer.files[].mode", MODE, "Its permission bits.").live().byDefault("0644"),
        row("initLayer.files[].uid", ID, "Its owner.").live().byDefault("0"),
        row("initLayer.files[].gid", ID, "Its group.").live().byDefault("0"),
        row(
                "initLayer.files[].onChange",
                new FieldType.OnChange(),
                "What follows when it changes in a running container.")
            .live()
            .byDefault("none"),
        row("writable", SECTION, "The read-write layer; absent: as in from, else ephemeral."),
        row(
                "writable.type",
                choice("ephemeral", "persistent", "tmpfs", "none"),
                "ephemeral is gone on recreate; persistent stays until the object is deleted; none:"
                    + " the root is read-only.")
            .byDefault("ephemeral"),
        row("writable.size", BYTES, "Its bound, tmpfs only."));
  }
}
