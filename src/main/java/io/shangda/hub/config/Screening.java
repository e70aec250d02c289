package io.shangda.hub.config;

import java.util.List;

/**
 * What is looked for in every record before it may leave ({@code config/screening/*.yaml}).
 *
 * @param patterns in the order of the files
 */
public record Screening(List<Pattern> patterns) {

  /** What kind of harm a hit means; decides who may release it. */
  public enum Kind {
    /** Betting, adult and other injected advertising. */
    SPAM,
    /** A secret mark: can only be refused, or cleared as a false hit by two persons. */
    SECRET
  }

  /**
   * @param id rule id in findings: {@code spam/betting}
   * @param words literal words, matched without regard to case and width
   * @param regex regular expressions; each must begin with or contain a literal the scanner can
   *     look for first
   * @param except texts in which a hit is none ({@code 不涉及国家秘密})
   */
  public record Pattern(
      String id,
      Kind kind,
      List<String> words,
      List<String> regex,
      List<String> except,
      String zh,
      String en) {}
}
