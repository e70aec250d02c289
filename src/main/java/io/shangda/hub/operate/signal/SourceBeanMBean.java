package io.shangda.hub.operate.signal;

import org.jspecify.annotations.Nullable;

/** A source in Hawtio. Counters are of all runs; times are ISO 8601 in UTC. */
public interface SourceBeanMBean {
  String getTitle();

  /** idle, pulling, paused or failing. */
  String getState();

  @Nullable String getPauseReason();

  int getFailuresInARow();

  /** Null once a run is complete, or a person has resumed it. */
  @Nullable String getLastError();

  @Nullable String getLastErrorAt();

  long getPulled();

  long getUnreadable();

  long getUnchanged();

  long getRejected();

  long getHeld();

  long getPlanned();

  boolean isBalanced();

  /** Records that its whole lists lack and that are not withdrawn. */
  long getMissing();

  /** Of what it no longer lists: free, asks (some wait for a person) or brake (all do). */
  String getWithdrawals();

  @Nullable String getDueAt();

  @Nullable String getLastCompleteRunAt();

  @Nullable Long getLastRun();

  String pullNow(String reason);

  String pause(String reason);

  String resume(String reason);

  /** Where the next run begins, then a line for each of the last runs: where it began. */
  String showCursor();

  /** To where a run began. What comes again is dropped as unchanged; nothing is withdrawn by it. */
  String setCursorBack(long run, String reason);

  String beginAnew(String reason);

  /** Leaves out the page at which the source stands; only where pages are counted. */
  String passOverPage(String reason);

  /** What a release would withdraw: the token, then a line for each record, 100 at most. */
  String showAbsences();

  String releaseAbsences(String token, String reason);

  String keepAbsences(String token, String reason);

  String undoAbsences(long run, String reason);
}
