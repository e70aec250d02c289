package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A compiled mapping; safe for use by several threads. */
public interface Mapping {

  /**
   * Maps one record. Never throws for what a record holds: a mapping that fails on it gives a
   * finding with the rule {@code mapping}, naming mapping, line and cause.
   */
  Translation apply(ObjectNode record);
}
