package dev.reconcile.kernel.events;

/**
 * A control file of one group that tells by itself.
 *
 * @param directory of the group in the hierarchy that has the file
 */
public record Alarm(AlarmFile file, String directory) {
  String path() {
    return directory + "/" + file.file();
  }
}
