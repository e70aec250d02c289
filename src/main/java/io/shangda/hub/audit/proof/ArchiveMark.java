package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.audit.proof.Damage.Kind;
import java.util.function.Consumer;

/**
 * Looks for the sealed event that says that what is no longer here was archived. Without it, what
 * is missing at the begin is missing.
 */
final class ArchiveMark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "\"event\":\"" + ArchiveRange.ARCHIVED + "\"";

  private final Evidence.Begin begin;
  private boolean found;

  ArchiveMark(Evidence.Begin begin) {
    this.begin = begin;
  }

  void notice(String text) {
    if (begin.seal() == 0 || found || !text.contains(MARK)) {
      return;
    }
    try {
      JsonNode event = JSON.readTree(text);
      found =
          event.path("event").asText().equals(ArchiveRange.ARCHIVED)
              && event.path("last-seal").asLong() == begin.seal()
              && event.path("last-hash").asText().equals(begin.hash());
    } catch (JsonProcessingException e) {
      return; // its leaf tells that it was changed
    }
  }

  void end(Consumer<Damage> damage) {
    if (begin.seal() > 0 && begin.vouched() && !found) {
      damage.accept(
          new Damage(
              Kind.SEAL_MISSING,
              "seals 1 to " + begin.seal(),
              "封印缺失，且没有已封存的事件说明它们已归档。",
              "Missing, and no sealed event says that they were archived."));
    }
  }
}
