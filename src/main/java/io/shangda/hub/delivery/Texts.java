package io.shangda.hub.delivery;

/** Texts that must fit a column. */
final class Texts {
  private Texts() {}

  static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
