package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A compiled mapping; safe for use by several threads. */
public interface Mapping {

  /**
   * Maps one record, which stays as it is. Never throws for what a record holds: a value that a
   * function refuses is left out and becomes a finding that names the field of the output; a
   * mapping that fails as a whole gives one finding with the rule {@code mapping}, naming mapping,
   * line and cause, and an empty payload.
   */
  Translation apply(ObjectNode record);
}
