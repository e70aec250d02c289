package io.shangda.hub.operate.signal;

import io.shangda.hub.intake.Absences;
import io.shangda.hub.intake.SourceCursor;
import io.shangda.hub.source.SourceControl;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What a person can do to a source from the console. */
@Singleton
final class SourceHands {
  final SourceControl control;
  final SourceCursor cursor;
  final Absences absences;

  @Inject
  SourceHands(SourceControl control, SourceCursor cursor, Absences absences) {
    this.control = control;
    this.cursor = cursor;
    this.absences = absences;
  }
}
