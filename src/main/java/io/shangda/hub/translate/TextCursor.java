package io.shangda.hub.translate;

/** A place in the text; full-width digits and signs read as ASCII. */
final class TextCursor {
  final String text;
  int at;

  TextCursor(String text) {
    this.text = text;
  }

  static int digit(char c) {
    char narrow = c > 0x7F ? Texts.narrow(c) : c;
    return narrow >= '0' && narrow <= '9' ? narrow - '0' : -1;
  }

  boolean ended() {
    return at >= text.length();
  }

  int left() {
    return text.length() - at;
  }

  char peek() {
    return ended() ? '\0' : Texts.narrow(text.charAt(at));
  }

  boolean peekDigit() {
    return !ended() && digit(text.charAt(at)) >= 0;
  }

  char take() {
    char c = peek();
    at++;
    return c;
  }

  boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  boolean blanks() {
    int from = at;
    while (peek() == ' ' || peek() == '\u00A0' || peek() == '\t') {
      at++;
    }
    return at > from;
  }

  /** How many digits follow. */
  int run() {
    int i = at;
    while (i < text.length() && digit(text.charAt(i)) >= 0) {
      i++;
    }
    return i - at;
  }

  /** The number of at most so many digits that follows; -1 if none does. */
  int number(int most) {
    int value = -1;
    for (int i = 0; i < most && peekDigit(); i++) {
      value = (value < 0 ? 0 : value * 10) + digit(text.charAt(at++));
    }
    return value;
  }
}
