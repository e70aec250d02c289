package io.shangda.hub.source;

import io.shangda.hub.config.Matching;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How a source says that a dropped file is whole. */
sealed interface WholeSign {
  /** It does not: a file that stands still is taken for whole, and looked at again afterwards. */
  record Still() implements WholeSign {}

  /** It gives a file its name when it is whole. */
  record Named() implements WholeSign {}

  /**
   * It drops another file of the same name with this at its end (in place of the suffix, or behind
   * it).
   */
  record Marker(String suffix) implements WholeSign {}

  /** The last line of the file says so, and is no record. */
  record Trailer(Pattern line) implements WholeSign {}

  /** It drops a file that lists the names of whole ones, with their size or SHA-256 if it wants. */
  record Manifest(NamePattern names) implements WholeSign {}

  static WholeSign of(OptionValues options) {
    String by = options.text("whole", "still");
    return switch (by) {
      case "still" -> new Still();
      case "name" -> new Named();
      case "marker" -> new Marker(options.text("marker", ".ok"));
      case "trailer" -> new Trailer(trailer(options));
      case "manifest" -> new Manifest(NamePattern.of(options.text("manifest", "*.manifest")));
      default ->
          throw new IllegalArgumentException(
              "'options.whole' is '"
                  + by
                  + "'; expected one of "
                  + List.of("still", "name", "marker", "trailer", "manifest"));
    };
  }

  /** The line that ends a file, for sources whose files have one; never matching for others. */
  static Pattern trailer(OptionValues options) {
    String line = options.text("trailer");
    if (line == null) {
      if (options.text("whole", "").equals("trailer")) {
        throw new IllegalArgumentException(
            "'options.trailer' is missing: a pattern of the line that ends a file");
      }
      return Pattern.compile("(?!)");
    }
    try {
      return Pattern.compile(line);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("'options.trailer' is no pattern: " + e.getMessage(), e);
    }
  }

  /** A line about which the pattern takes too long is none: the file is not whole by it. */
  static boolean isTrailer(Pattern trailer, String line) {
    try {
      return Matching.matches(trailer, line.strip());
    } catch (Matching.TooCostly e) {
      return false;
    }
  }

  /** True for a file that only speaks of others. */
  default boolean isSign(String name) {
    if (this instanceof Marker marker) {
      return name.toLowerCase(Locale.ROOT).endsWith(marker.suffix().toLowerCase(Locale.ROOT));
    }
    return this instanceof Manifest manifest && manifest.names().fits(name);
  }
}
