package io.shangda.hub.operate.signal;

import org.jspecify.annotations.Nullable;

/** A source in Hawtio. Counters are of all runs; times are ISO 8601 in UTC. */
public interface SourceBeanMBean {
  String getTitle();

  /** idle, pulling, paused or failing. */
  String getState();

  @Nullable String getPauseReason();

  int getFailuresInARow();

  @Nullable String getLastError();

  long getPulled();

  long getUnreadable();

  long getUnchanged();

  long getRejected();

  long getHeld();

  long getPlanned();

  boolean isBalanced();

  @Nullable String getDueAt();

  @Nullable String getLastCompleteRunAt();

  @Nullable Long getLastRun();

  String pullNow(String reason);

  String pause(String reason);

  String resume(String reason);
}
