package io.shangda.hub.operate.signal;

import org.jspecify.annotations.Nullable;

/** A target in Hawtio. Counters are of all runs; times are ISO 8601 in UTC. */
public interface TargetBeanMBean {
  String getTitle();

  boolean isPaused();

  @Nullable String getPauseReason();

  /** What it asked for by record type, in its answers; empty: nothing. */
  String[] getTypeCommands();

  /** closed (deliveries go out), open (nothing goes out) or half (one batch probes). */
  String getBreaker();

  /** Until when it asked to be left alone; null once that is over. */
  @Nullable String getWaitUntil();

  /** The trouble it is in; null once it is over. */
  @Nullable String getLastError();

  @Nullable String getLastErrorAt();

  /** The last trouble that is over, with its time. */
  @Nullable String getPastTrouble();

  @Nullable String getLastAcceptedAt();

  /** Deliveries waiting or in a batch. */
  long getBacklog();

  long getDueBatches();

  long getPlanned();

  long getDelivered();

  long getSuperseded();

  long getDead();

  long getClosed();

  long getWithdrawn();

  boolean isBalanced();

  String pause(String reason);

  String resume(String reason);

  /** Ends what it asked for a record type. */
  String resumeType(String type, String reason);

  String probe(String reason);
}
