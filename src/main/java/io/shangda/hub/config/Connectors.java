package io.shangda.hub.config;

import java.util.List;
import java.util.Set;

/** The connector a source or target names must exist as a route. */
final class Connectors {
  private Connectors() {}

  /**
   * @param prefix of the connectors that fit: {@code pull-} or {@code push-}
   */
  static void check(Reading reading, String prefix, Set<String> connectors) {
    String name = reading.text("connector");
    if (connectors.contains(name) && name.startsWith(prefix)) {
      return;
    }
    List<String> known = connectors.stream().filter(c -> c.startsWith(prefix)).sorted().toList();
    reading.mistake(
        "connector",
        Mistakes.quoted(name),
        known.isEmpty()
            ? "a connector " + prefix + "…, but routes/connectors/ has none"
            : "one of "
                + String.join(", ", known)
                + (name.startsWith(prefix)
                    ? ", or a new route in routes/connectors/" + name + ".camel.yaml"
                    : ""));
  }
}
