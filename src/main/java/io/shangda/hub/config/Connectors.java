package io.shangda.hub.config;

import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The connector a source or target names must exist as a route. */
public final class Connectors {
  /**
   * Whatever is named. An earlier configuration was checked when it was applied; its connectors may
   * be gone since, and what is read of it now is what bytes were made by.
   */
  public static final Set<String> ANY =
      new AbstractSet<>() {
        @Override
        public boolean contains(Object name) {
          return true;
        }

        @Override
        public Iterator<String> iterator() {
          return Collections.emptyIterator();
        }

        @Override
        public int size() {
          return 0;
        }
      };

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
