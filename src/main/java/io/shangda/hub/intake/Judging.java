package io.shangda.hub.intake;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Judges the records of a page side by side: they know nothing of each other, and translating and
 * checking them is the most work there is with a page.
 */
final class Judging {
  /** Records that are handed out together; fewer cost more than they gain. */
  private static final int TOGETHER = 64;

  private final Judge judge;
  private final ForkJoinPool workers;
  private final Map<Identified, Judged> ahead = new IdentityHashMap<>();

  Judging(Judge judge, ForkJoinPool workers) {
    this.judge = judge;
    this.workers = workers;
  }

  /** Judges these now; what is asked for later without having been here is judged then. */
  void ahead(List<Identified> records) {
    if (records.size() <= TOGETHER) {
      return;
    }
    List<ForkJoinTask<List<Judged>>> parts = new ArrayList<>();
    for (int from = 0; from < records.size(); from += TOGETHER) {
      List<Identified> part = records.subList(from, Math.min(records.size(), from + TOGETHER));
      parts.add(workers.submit(() -> all(part)));
    }
    int at = 0;
    for (ForkJoinTask<List<Judged>> part : parts) {
      for (Judged judged : part.join()) {
        ahead.put(records.get(at++), judged);
      }
    }
  }

  private List<Judged> all(List<Identified> records) {
    List<Judged> judged = new ArrayList<>(records.size());
    for (Identified record : records) {
      judged.add(judge.judge(record));
    }
    return judged;
  }

  Judged judged(Identified record) {
    Judged judged = ahead.get(record);
    return judged == null ? judge.judge(record) : judged;
  }
}
