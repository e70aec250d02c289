package io.shangda.hub.config;

import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Regular expressions as the Java platform understands them, which a schema cannot check. */
final class Regexes {
  private Regexes() {}

  /** Checks the text at a key, or each of a list or map of them. */
  static void check(Reading reading, String key) {
    List<String> texts = reading.texts(key);
    for (int i = 0; i < texts.size(); i++) {
      try {
        ExactPattern.compile(texts.get(i));
      } catch (PatternSyntaxException e) {
        reading.mistakeAt(
            key,
            i,
            Mistakes.quoted(texts.get(i)),
            "a regular expression (" + e.getDescription() + " at character " + e.getIndex() + ")");
      }
    }
  }
}
