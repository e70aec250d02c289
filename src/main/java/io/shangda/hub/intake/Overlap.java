package io.shangda.hub.intake;

import io.shangda.hub.record.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A field whose value could not be translated is not reported a second time as missing. */
final class Overlap {
  private Overlap() {}

  static List<Finding> without(List<Finding> found, List<Finding> known) {
    if (known.isEmpty() || found.isEmpty()) {
      return found;
    }
    Set<String> fields = new HashSet<>();
    known.forEach(f -> fields.add(f.field()));
    return found.stream()
        .filter(f -> !(f.rule().equals("schema/required") && fields.contains(f.field())))
        .toList();
  }
}
