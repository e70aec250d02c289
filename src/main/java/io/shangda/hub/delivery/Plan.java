package io.shangda.hub.delivery;

import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record version that is to reach its targets.
 *
 * @param deleted the source withdrew the record
 * @param known an earlier version exists, so something may be open or accepted
 * @param parent id of the record that must be accepted first; null if there is none
 * @param targets the target's own payload, or an empty array where the target takes the provincial
 *     record
 * @param alike targets that have it just so from a predecessor: nothing is sent there
 * @param superseded a newer version was here first: nothing is sent, the deliveries are only
 *     recorded
 */
public record Plan(
    long record,
    int version,
    RecordType type,
    boolean deleted,
    boolean known,
    @Nullable Long parent,
    long run,
    Map<TargetId, byte[]> targets,
    Set<TargetId> alike,
    boolean superseded) {

  /** One that no target has just so. */
  public Plan(
      long record,
      int version,
      RecordType type,
      boolean deleted,
      boolean known,
      @Nullable Long parent,
      long run,
      Map<TargetId, byte[]> targets,
      boolean superseded) {
    this(record, version, type, deleted, known, parent, run, targets, Set.of(), superseded);
  }
}
