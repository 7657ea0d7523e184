package dev.reconcile.service.schedule;

import dev.reconcile.model.Sync;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * When the next pass of a Sync is due. Always reckoned from the end of the pass before: after a
 * stall there is nothing to catch up with, hence no burst.
 */
public sealed interface Schedule {
  /** Many hosts follow one repository; they should not all ask at once. */
  double JITTER = 0.05;

  /** The longest that jitter delays a time of day. */
  Duration MOST_CRON_JITTER = Duration.ofMinutes(1);

  /**
   * The next time.
   *
   * @return null when there is none
   */
  @Nullable Instant next(Instant after, RandomGenerator random);

  /**
   * What a Sync asks for.
   *
   * @throws IllegalArgumentException when its cron expression cannot be read
   */
  static Schedule of(Sync sync) {
    if (sync.cron() == null) {
      return new Every(
          sync.interval() == null
              ? Duration.ofMinutes(1)
              : Duration.ofMillis(Math.max(1, sync.interval().millis())));
    }
    List<CronExpression> expressions = new ArrayList<>();
    for (String quartz : Cron.toQuartz(sync.cron())) {
      try {
        expressions.add(new CronExpression(quartz));
      } catch (ParseException e) {
        throw new IllegalArgumentException(
            "failed to read cron '" + sync.cron() + "': " + e.getMessage(), e);
      }
    }
    return new At(expressions);
  }

  /** An interval; jitter only shortens it, so that a change is true within one interval. */
  record Every(Duration interval) implements Schedule {
    @Override
    public Instant next(Instant after, RandomGenerator random) {
      double shortened = interval.toMillis() * (1 - JITTER * random.nextDouble());
      return after.plusMillis(Math.max(1, Math.round(shortened)));
    }
  }

  /** Times of day; jitter only delays them, by a part of the time until the one after. */
  record At(List<CronExpression> crons) implements Schedule {
    public At {
      crons = List.copyOf(crons);
    }

    @Override
    public @Nullable Instant next(Instant after, RandomGenerator random) {
      Instant fire = fire(after);
      if (fire == null) {
        return null;
      }
      Instant following = fire(fire);
      Duration gap = following == null ? Duration.ZERO : Duration.between(fire, following);
      double most = Math.min(gap.toMillis() * JITTER, (double) MOST_CRON_JITTER.toMillis());
      return fire.plusMillis(Math.round(most * random.nextDouble()));
    }

    private @Nullable Instant fire(Instant after) {
      Instant first = null;
      for (CronExpression cron : crons) {
        Date fire = cron.getNextValidTimeAfter(Date.from(after));
        if (fire != null && (first == null || fire.toInstant().isBefore(first))) {
          first = fire.toInstant();
        }
      }
      return first;
    }
  }
}
