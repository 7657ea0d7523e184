package dev.reconcile.sources;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * JGit without the host's habits: no system, user or JGit configuration is read, and none is
 * written (JGit would note what it measured about the file system in {@code ~/.config/jgit}). What
 * a Sync fetches depends on the Sync alone.
 */
final class HermeticSystemReader extends SystemReader.Delegate {
  private HermeticSystemReader(SystemReader host) {
    super(host);
  }

  /** Makes JGit hermetic for this whole program; a second call changes nothing. */
  static synchronized void install() {
    SystemReader host = SystemReader.getInstance();
    if (host instanceof HermeticSystemReader) {
      return;
    }
    SystemReader.setInstance(new HermeticSystemReader(host));
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  @Override
  public StoredConfig getSystemConfig() {
    return new NoFile(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getUserConfig() {
    return new NoFile(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getJGitConfig() {
    return new NoFile(null, FS.DETECTED);
  }

  /**
   * A configuration that has no file behind it and stays empty, but for what JGit would otherwise
   * find out about each file system by writing probes into the repository, the remote one included.
   */
  private static final class NoFile extends FileBasedConfig {
    NoFile(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    /** {@code filesystem.*.timestampResolution} and {@code minRacyThreshold}: coarser than any. */
    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long fallback, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(1, TimeUnit.SECONDS)
          : super.getTimeUnit(section, subsection, name, fallback, unit);
    }

    @Override
    public void load() throws ConfigInvalidException {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
