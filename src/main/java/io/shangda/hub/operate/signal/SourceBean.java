package io.shangda.hub.operate.signal;

import io.shangda.hub.operate.query.SourceStatus;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.SourceControl;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads on demand, so that three thousand of these cost nothing while nobody looks. */
final class SourceBean implements SourceBeanMBean {
  private final SourceId id;
  private final Supplier<SourceStatus> status;
  private final SourceControl control;
  private final ConsoleUser user;

  SourceBean(SourceId id, Supplier<SourceStatus> status, SourceControl control, ConsoleUser user) {
    this.id = id;
    this.status = status;
    this.control = control;
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
    control.pullNow(id, user.with(reason));
    return "Source '" + id + "' is due now";
  }

  @Override
  public String pause(String reason) {
    control.pause(id, user.with(reason));
    return "Source '" + id + "' is paused";
  }

  @Override
  public String resume(String reason) {
    control.resume(id, user.with(reason));
    return "Source '" + id + "' is pulled again when it is due";
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
