package io.shangda.hub.intake;

import io.shangda.hub.record.TargetId;
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
    Set<TargetId> targets) {}
