package io.shangda.hub.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import java.time.LocalDate;
import java.util.List;

/** One schema with its rule sets; safe for use by several threads. */
public interface Checker {

  /**
   * Everything that is wrong with a payload; empty if it is good.
   *
   * @param today the day by which effective dates are judged where a rule names no date of its own
   */
  List<Finding> check(ObjectNode payload, LocalDate today);
}
