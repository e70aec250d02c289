package io.shangda.hub.screen;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Finding;
import java.util.List;

/** Compiled words and patterns; safe for use by several threads. */
public interface Screener {

  /**
   * Unmasked personal data and spam in what would leave; empty if there is none. One finding for
   * each field and rule, all with severity hold.
   *
   * @param personalDataAllowed true for record types that the law wants published with it
   */
  List<Finding> screenPayload(JsonNode payload, boolean personalDataAllowed);

  /** Secret marks anywhere in what was received, mapped or not; the fields are those received. */
  List<Finding> screenRaw(JsonNode record);
}
