package io.shangda.hub.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig;
import java.util.Map;

/** Asks a target what it has. */
@FunctionalInterface
public interface Platform {
  /**
   * The answer to one question.
   *
   * @param query parameters, unencoded
   * @throws NoAnswerException if there is none that could be read
   */
  JsonNode ask(TargetConfig target, Map<String, String> query);

  /** The target did not answer, or not what was asked; its message is the operator's. */
  final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoAnswerException(String message) {
      super(message);
    }
  }
}
