package dev.reconcile.cli;

import dev.reconcile.model.TimeSpan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * A verb's command line, taken apart.
 *
 * @param verb such as {@code apply}
 * @param line its options and words
 * @param settings the global options
 * @param console where to write
 */
record Invocation(String verb, ParseResult line, Settings settings, Console console) {
  /** Whether an option without a value was given. */
  boolean flag(String option) {
    return line.hasMatchedOption(option);
  }

  /** The value of an option; null when it was not given. */
  @Nullable String text(String option) {
    return line.matchedOptionValue(option, null);
  }

  /** The value of an option, or {@code fallback}. */
  String text(String option, String fallback) {
    String text = text(option);
    return text == null ? fallback : text;
  }

  /** All values of an option that may be repeated. */
  List<String> texts(String option) {
    return line.matchedOptionValue(option, List.of());
  }

  /** The duration that an option gives, or {@code fallback}. */
  Duration duration(String option, Duration fallback) throws RefusedException {
    String text = text(option);
    if (text == null) {
      return fallback;
    }
    try {
      return Duration.ofMillis(TimeSpan.parse(text).millis());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(option + ": " + e.getMessage());
    }
  }

  /** The words that are not options. */
  List<String> words() {
    return line.matchedPositionalValue(0, List.of());
  }

  /** Refuses an option of the contract that this version does not have. */
  void refuse(String... options) throws RefusedException {
    for (String option : options) {
      if (line.hasMatchedOption(option)) {
        throw new RefusedException(option + " is not supported yet");
      }
    }
  }

  /** Refuses formats that the verb cannot write. */
  Format format(Format... legal) throws RefusedException {
    if (!List.of(legal).contains(settings.format())) {
      throw new RefusedException("-o " + label(settings.format()) + " is not for this verb");
    }
    return settings.format();
  }

  private static String label(Format format) {
    return format.name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Refuses to go on without root.
   *
   * @param why what it is needed for
   */
  void needsRoot(String why) throws RefusedException {
    if (!settings.root()) {
      throw new RefusedException("needs root: " + why + "; run it with sudo");
    }
  }
}
