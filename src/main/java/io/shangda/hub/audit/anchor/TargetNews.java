package io.shangda.hub.audit.anchor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What targets are told with every push: number and hash of the newest seal, in the header {@code
 * Audit-Seal}. Which of them answered is kept until it is written down.
 */
public final class TargetNews {
  private final InstantSource clock;
  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private volatile String newest = "";

  /**
   * @param clock this node's own
   */
  public TargetNews(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A target has it.
   *
   * @param header as it was sent
   * @param at by this node's clock
   * @param there by the target's clock; null if it did not tell
   */
  record Told(String header, Instant at, @Nullable Instant there) {}

  /** The header's value; empty if nothing is to be told. */
  public String newest() {
    return newest;
  }

  void newest(long seal, String hash) {
    newest = seal + " " + hash;
  }

  /**
   * A target answered a request that told it.
   *
   * @param date header of its answer; may be empty
   */
  public void answered(String target, String header, String date) {
    told.put(target, new Told(header, clock.instant(), HttpDate.read(date)));
  }

  Map<String, Told> told() {
    return told;
  }
}
