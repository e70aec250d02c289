package io.shangda.hub.doors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which roles may ask what, as {@code doors/roles.txt} says: once more than in the code, so that
 * nobody opens a door there without opening it here.
 */
final class SaidRoles {
  private final Map<String, Set<String>> roles = new TreeMap<>();

  SaidRoles() {
    try (InputStream file =
        Objects.requireNonNull(SaidRoles.class.getResourceAsStream("/doors/roles.txt"))) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split(" +", 3))
          .forEach(part -> roles.put(part[0] + " " + part[1], Set.of(part[2].strip().split(" +"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Method and path of everything that is named. */
  Set<String> endpoints() {
    return roles.keySet();
  }

  /** Nobody, where nothing is said. */
  Set<String> of(String endpoint) {
    return roles.getOrDefault(endpoint, Set.of());
  }
}
