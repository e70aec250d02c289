package io.shangda.hub.check;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts together what the stages of intake found. */
public final class Findings {
  private Findings() {}

  /**
   * All findings of a record, each fault once: a field that translation left out because its value
   * was refused is not reported again by the schema as missing, and a record whose mapping failed
   * as a whole has no other fault.
   */
  public static List<Finding> merge(List<Finding> translation, List<Finding> check) {
    if (translation.isEmpty() || check.isEmpty()) {
      return translation.isEmpty() ? check : translation;
    }
    Set<String> refused = new HashSet<>();
    for (Finding finding : translation) {
      if (finding.severity() != Severity.WARN) {
        refused.add(finding.field());
      }
    }
    if (refused.contains("")) {
      return translation;
    }
    List<Finding> all = new ArrayList<>(translation);
    for (Finding finding : check) {
      if (!(finding.rule().startsWith("schema/") && refused.contains(finding.field()))) {
        all.add(finding);
      }
    }
    return List.copyOf(all);
  }
}
