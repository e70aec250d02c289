package io.shangda.hub.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A schema and the rules beyond it. */
record RecordChecker(SchemaRule schema, List<CompiledRule> rules) implements Checker {

  @Override
  public List<Finding> check(ObjectNode payload, LocalDate today) {
    List<Finding> findings = new ArrayList<>(0);
    schema.check(payload, findings);
    for (int i = 0; i < rules.size(); i++) {
      Finding finding = rules.get(i).check(payload, today);
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings.isEmpty() ? List.of() : List.copyOf(findings);
  }
}
