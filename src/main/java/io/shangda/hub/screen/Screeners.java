package io.shangda.hub.screen;

import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.Screening;
import io.shangda.hub.config.Screening.Kind;
import io.shangda.hub.record.Finding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Makes a screener from the patterns of {@code config/screening/}.
 *
 * <p>How patterns match: each text of a record by itself (so {@code ^机密$} is a field that says just
 * that), names of fields included, as {@link Folding} reads it: without regard to case, width,
 * traditional characters and letters of other scripts, character references resolved, unseen
 * characters left out ({@code ＢＥＴ３６５} is {@code bet365}). A text is read with and without its HTML
 * tags, and once more with letters put together that blanks or dots keep apart ({@code b e t 3 6
 * 5}). A hit that begins or ends inside a longer word of Latin letters and digits, such as a credit
 * code, is none. An expression must hold a literal of two characters or more ({@code
 * bet[0-9]{3,6}}, {@code (yabo|ayx)\d+}), for which texts are searched first. A hit inside an
 * {@code except} text, of which it must be a part, is none.
 */
public final class Screeners {
  private static final String FOLDER = "config/screening";

  private Screeners() {}

  /**
   * @throws PatternSyntaxException if an expression does not compile, which {@link #check} would
   *     have said
   */
  public static Screener compile(Screening screening) {
    return new TreeScreener(
        new PersonalNumbers(Clock.systemUTC()),
        new WordScreen(screening.patterns(), Kind.SPAM),
        new WordScreen(screening.patterns(), Kind.SECRET));
  }

  /** Everything that is wrong with the patterns; empty if they are good. */
  public static List<ConfigMistake> check(Screening screening) {
    List<ConfigMistake> mistakes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Screening.Pattern pattern : screening.patterns()) {
      String key = "patterns." + pattern.id();
      if (!ids.add(pattern.id())) {
        mistakes.add(mistake(key, "the id a second time", "an id of its own"));
      }
      if (pattern.id().startsWith(Finding.SECRET_MARK) != (pattern.kind() == Kind.SECRET)) {
        mistakes.add(
            mistake(
                key,
                "kind " + pattern.kind().name().toLowerCase(Locale.ROOT),
                "an id that begins with '"
                    + Finding.SECRET_MARK
                    + "' for kind secret, and for it only"));
      }
      if (pattern.words().isEmpty() && pattern.regex().isEmpty()) {
        mistakes.add(mistake(key, "neither words nor regex", "at least one"));
      }
      pattern.words().stream()
          .filter(word -> word.strip().length() < 2)
          .forEach(
              word ->
                  mistakes.add(
                      mistake(key + ".words", "'" + word + "'", "two characters or more")));
      pattern.regex().forEach(regex -> check(key + ".regex", regex, mistakes));
    }
    return mistakes;
  }

  private static void check(String key, String regex, List<ConfigMistake> mistakes) {
    try {
      if (WordPattern.regex(regex).matcher("").find()) {
        mistakes.add(mistake(key, "'" + regex + "', which matches nothing at all", "a text"));
      } else if (WordPattern.required(regex).isEmpty()) {
        mistakes.add(
            mistake(
                key,
                "'" + regex + "'",
                "an expression every match of which holds a literal of two characters or more"));
      }
    } catch (PatternSyntaxException e) {
      mistakes.add(
          mistake(key, "'" + regex + "': " + e.getDescription(), "a Java regular expression"));
    }
  }

  private static ConfigMistake mistake(String key, String found, String expected) {
    return new ConfigMistake(FOLDER, 0, key, found, expected);
  }
}
