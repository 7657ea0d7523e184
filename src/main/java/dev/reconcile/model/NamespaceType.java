package dev.reconcile.model;

import java.util.Locale;

/** The namespaces of namespaces(7), named as under {@code /proc/PID/ns}. */
public enum NamespaceType {
  CGROUP,
  IPC,
  MNT,
  NET,
  PID,
  TIME,
  USER,
  UTS;

  /** The link's name under {@code /proc/PID/ns}. */
  public String link() {
    return name().toLowerCase(Locale.ROOT);
  }
}
