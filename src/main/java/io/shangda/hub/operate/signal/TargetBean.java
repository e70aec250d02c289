package io.shangda.hub.operate.signal;

import io.shangda.hub.delivery.TargetControl;
import io.shangda.hub.operate.query.TargetStatus;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads on demand, like {@link SourceBean}. */
final class TargetBean implements TargetBeanMBean {
  private final TargetId id;
  private final Supplier<TargetStatus> status;
  private final TargetControl control;
  private final ConsoleUser user;

  TargetBean(TargetId id, Supplier<TargetStatus> status, TargetControl control, ConsoleUser user) {
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
  public boolean isPaused() {
    return status.get().paused();
  }

  @Override
  public @Nullable String getPauseReason() {
    return status.get().pauseReason();
  }

  @Override
  public String[] getTypeCommands() {
    return status.get().commands().stream()
        .map(
            one ->
                "%s: %s%s; %d batches wait"
                    .formatted(
                        one.type(),
                        one.asks(),
                        one.why().isEmpty() ? "" : " (" + one.why() + ")",
                        one.batchesAside()))
        .toArray(String[]::new);
  }

  @Override
  public String getBreaker() {
    return status.get().breaker();
  }

  @Override
  public @Nullable String getWaitUntil() {
    return text(status.get().waitUntil());
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
  public @Nullable String getPastTrouble() {
    return status.get().pastTrouble();
  }

  @Override
  public @Nullable String getLastAcceptedAt() {
    return text(status.get().acceptedAt());
  }

  @Override
  public long getBacklog() {
    return status.get().sent().inFlight();
  }

  @Override
  public long getDueBatches() {
    return status.get().dueBatches();
  }

  @Override
  public long getPlanned() {
    return status.get().sent().planned();
  }

  @Override
  public long getDelivered() {
    return status.get().sent().delivered();
  }

  @Override
  public long getSuperseded() {
    return status.get().sent().superseded();
  }

  @Override
  public long getDead() {
    return status.get().sent().dead();
  }

  @Override
  public long getClosed() {
    return status.get().sent().closed();
  }

  @Override
  public long getWithdrawn() {
    return status.get().sent().withdrawn();
  }

  @Override
  public boolean isBalanced() {
    return status.get().sent().balanced();
  }

  @Override
  public String pause(String reason) {
    control.pause(id, user.with(reason));
    return "Target '" + id + "' is paused; its deliveries wait in the database";
  }

  @Override
  public String resume(String reason) {
    control.resume(id, user.with(reason));
    return "Target '" + id + "' gets its deliveries again";
  }

  @Override
  public String resumeType(String type, String reason) {
    return control.resume(id, new RecordType(type), user.with(reason))
        ? "Target '" + id + "' gets '" + type + "' as configured again"
        : "Target '" + id + "' asked for nothing that is in force for '" + type + "'";
  }

  @Override
  public String probe(String reason) {
    return control.probe(id, user.with(reason))
        ? "One due delivery goes out to target '" + id + "'"
        : status.get().nothingDue();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
