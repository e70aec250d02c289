package io.shangda.hub.operate.signal;

import io.shangda.hub.intake.AbsenceList;
import io.shangda.hub.intake.Absences;
import io.shangda.hub.intake.SourceCursor;
import io.shangda.hub.operate.query.SourceStatus;
import io.shangda.hub.record.SourceId;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads on demand, so that three thousand of these cost nothing while nobody looks. */
final class SourceBean implements SourceBeanMBean {
  private static final int MOST_SHOWN = 100;

  private final SourceId id;
  private final Supplier<SourceStatus> status;
  private final SourceHands hands;
  private final ConsoleUser user;

  SourceBean(SourceId id, Supplier<SourceStatus> status, SourceHands hands, ConsoleUser user) {
    this.id = id;
    this.status = status;
    this.hands = hands;
    this.user = user;
  }

  @Override
  public String getTitle() {
    return status.get().title();
  }

  @Override
  public String getState() {
    return status.get().state().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable String getPauseReason() {
    return status.get().pauseReason();
  }

  @Override
  public int getFailuresInARow() {
    return status.get().failures();
  }

  @Override
  public @Nullable String getLastError() {
    return status.get().lastError();
  }

  @Override
  public @Nullable String getLastErrorAt() {
    return text(status.get().lastErrorAt());
  }

  @Override
  public long getPulled() {
    return status.get().taken().pulled();
  }

  @Override
  public long getUnreadable() {
    return status.get().taken().unreadable();
  }

  @Override
  public long getUnchanged() {
    return status.get().taken().unchanged();
  }

  @Override
  public long getRejected() {
    return status.get().taken().rejected();
  }

  @Override
  public long getHeld() {
    return status.get().taken().held();
  }

  @Override
  public long getPlanned() {
    return status.get().taken().planned();
  }

  @Override
  public boolean isBalanced() {
    return status.get().taken().balanced();
  }

  @Override
  public long getMissing() {
    return status.get().missing();
  }

  @Override
  public String getWithdrawals() {
    return status.get().withdrawals();
  }

  @Override
  public @Nullable String getDueAt() {
    return text(status.get().dueAt());
  }

  @Override
  public @Nullable String getLastCompleteRunAt() {
    return text(status.get().lastGoodAt());
  }

  @Override
  public @Nullable Long getLastRun() {
    return status.get().lastRun();
  }

  @Override
  public String pullNow(String reason) {
    hands.control.pullNow(id, user.with(reason));
    return status.get().dueNow();
  }

  @Override
  public String pause(String reason) {
    hands.control.pause(id, user.with(reason));
    return "Source '" + id + "' is paused";
  }

  @Override
  public String resume(String reason) {
    hands.control.resume(id, user.with(reason));
    return "Source '" + id + "' is pulled again when it is due";
  }

  @Override
  public String showCursor() {
    SourceCursor.Shown shown = hands.cursor.show(id);
    return shown.earlier().stream()
        .map(
            run ->
                "Run %d of %s, %s: %s".formatted(run.run(), run.at(), run.state(), run.meaning()))
        .collect(Collectors.joining("\n", shown.meaning() + "\n", ""));
  }

  @Override
  public String setCursorBack(long run, String reason) {
    return hands.cursor.setBack(id, run, user.with(reason));
  }

  @Override
  public String beginAnew(String reason) {
    return hands.cursor.beginAnew(id, user.with(reason));
  }

  @Override
  public String passOverPage(String reason) {
    return hands.cursor.passOver(id, user.with(reason));
  }

  @Override
  public String showAbsences() {
    AbsenceList.Preview preview = hands.absences.preview(id, "due", null, MOST_SHOWN);
    if (preview.due() == 0) {
      return "Nothing waits for a person; %d records are missing and have their grace"
          .formatted(preview.missing());
    }
    String items =
        preview.items().stream()
            .map(
                item ->
                    "%s %s (%s), missing since %s, at %s, children still listed: %d"
                        .formatted(
                            item.type(),
                            item.key(),
                            item.title(),
                            item.since(),
                            item.targets(),
                            item.children()))
            .collect(Collectors.joining("\n"));
    return "%d records wait: %s%nToken: %s%n%s"
        .formatted(preview.due(), preview.why(), preview.token(), items);
  }

  @Override
  public String releaseAbsences(String token, String reason) {
    Absences.Outcome outcome = hands.absences.release(id, token, user.with(reason));
    return outcome.done() + " records of source '" + id + "' are withdrawn, run " + outcome.run();
  }

  @Override
  public String keepAbsences(String token, String reason) {
    int kept = hands.absences.keep(id, token, List.of(), user.with(reason)).done();
    return kept + " records of source '" + id + "' stay and count as seen";
  }

  @Override
  public String undoAbsences(long run, String reason) {
    Absences.Outcome outcome = hands.absences.undo(id, run, user.with(reason));
    return outcome.done() + " records are brought back; left alone: " + outcome.skipped();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
