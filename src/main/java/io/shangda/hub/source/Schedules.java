package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.springframework.scheduling.support.CronExpression;

/** When a source is due. */
public final class Schedules {
  /** Far enough away never to come; a person's {@code pull} makes the source due. */
  private static final Duration NEVER = Duration.ofDays(365L * 100);

  private Schedules() {}

  /** When a source that was never pulled is due for the first time. */
  public static Instant first(SourceConfig source, Instant now) {
    return source.schedule().every() != null ? now : next(source, now);
  }

  /** When a source is due again after a run that ended now. */
  public static Instant next(SourceConfig source, Instant now) {
    if (source.schedule().every() != null) {
      return now.plus(source.schedule().every());
    }
    if (source.schedule().cron() == null) {
      return now.plus(NEVER);
    }
    ZonedDateTime local = now.atZone(source.zone());
    ZonedDateTime next = CronExpression.parse(source.schedule().cron()).next(local);
    return next == null ? now.plus(NEVER) : next.toInstant();
  }
}
