package io.shangda.hub.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the regular expressions of a configuration about texts of others, within a limit. One that
 * can match a text in many ways ({@code (a+)+$}) may need years for a text of a hundred letters, or
 * more stack than there is for one of ten thousand; whoever writes the text chooses it. How far an
 * expression got is counted by the characters it looked at, not by time, so that the same text is
 * always judged alike.
 */
public final class Matching {
  /** Looks at characters that any expression has, and more for each character of the text. */
  private static final long LOOKS = 2_000_000;

  private static final long LOOKS_A_CHARACTER = 50;

  private Matching() {}

  /** The expression could not be asked about the text to its end: nobody knows if it matches. */
  public static final class TooCostly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooCostly(String regex) {
      super(
          "the regular expression '"
              + regex
              + "' takes too long for a text; write it so that it can match in one way only");
    }

    @Override
    public Throwable fillInStackTrace() {
      return this; // thrown out of thousands of frames
    }
  }

  /**
   * Whether the expression matches some part of the text.
   *
   * @throws TooCostly if that cannot be found out within the limit
   */
  public static boolean find(Pattern pattern, String text) {
    return next(matcher(pattern, text));
  }

  /**
   * Whether the expression matches the whole text.
   *
   * @throws TooCostly if that cannot be found out within the limit
   */
  public static boolean matches(Pattern pattern, String text) {
    Matcher matcher = matcher(pattern, text);
    try {
      return matcher.matches();
    } catch (StackOverflowError e) {
      throw new TooCostly(pattern.pattern());
    }
  }

  /** To be asked by {@link #next} only; one limit holds for all that it finds. */
  public static Matcher matcher(Pattern pattern, String text) {
    return pattern.matcher(new CountedText(text, pattern.pattern()));
  }

  /**
   * Whether the expression matches once more.
   *
   * @throws TooCostly if that cannot be found out within the limit
   */
  public static boolean next(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError e) {
      throw new TooCostly(matcher.pattern().pattern());
    }
  }

  /** A text that may be looked at so often; parts of it are what was found and free. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private final String regex;
    private long left;

    CountedText(String text, String regex) {
      this.text = text;
      this.regex = regex;
      this.left = LOOKS + LOOKS_A_CHARACTER * text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooCostly(regex);
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
