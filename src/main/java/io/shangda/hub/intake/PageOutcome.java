package io.shangda.hub.intake;

import io.shangda.hub.record.TargetId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a page came to; the first number is the sum of the others (P1).
 *
 * @param targets that have something to send now
 */
public record PageOutcome(
    int pulled,
    int unreadable,
    int unchanged,
    int rejected,
    int held,
    int planned,
    Set<TargetId> targets) {

  PageOutcome plus(PageOutcome other) {
    Set<TargetId> all = new LinkedHashSet<>(targets);
    all.addAll(other.targets);
    return new PageOutcome(
        pulled + other.pulled,
        unreadable + other.unreadable,
        unchanged + other.unchanged,
        rejected + other.rejected,
        held + other.held,
        planned + other.planned,
        all);
  }
}
