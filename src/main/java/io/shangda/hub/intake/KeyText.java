package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value as the hub compares it where it identifies or marks a record: the same thing written in
 * two ways is one text.
 *
 * <ul>
 *   <li>A number is plain decimal text: 1001.0 is {@code 1001}, 1.0E+7 is {@code 10000000}. So is a
 *       text that is written as a program writes a floating number ({@code 1001.0}, {@code 1.0E7});
 *       {@code 3.10}, {@code 007} and {@code 2E5} stay, for they may be numbers of chapters or
 *       codes.
 *   <li>Characters that nobody sees go: byte order marks, of no width, of the writing direction.
 *   <li>Every kind of blank is a blank, and those around go.
 *   <li>Full-width digits, letters and the signs of codes ({@code －．／＿}) are ASCII; brackets and
 *       other punctuation stay, for in Chinese they are rightly so. Capital letters stay.
 * </ul>
 */
final class KeyText {
  /** As programs write a whole number that they hold as a floating one. */
  private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]*)\\.0");

  /** With a point or a plus: 2E5 may be a code. */
  private static final Pattern EXPONENT =
      Pattern.compile("-?[0-9](?:\\.[0-9]+[eE]\\+?|[eE]\\+)[0-9]{1,3}");

  /** A floating number holds so many digits for certain. */
  private static final int EXACT = 15;

  /** From so many digits on, a spreadsheet shows {@value #SHOWN} of them. */
  private static final int SHORTENED = 12;

  private static final int SHOWN = 6;

  private KeyText() {}

  /** Empty for what is missing, null, a list or an object. */
  static String of(JsonNode value) {
    return value.isNumber() && !value.isIntegralNumber()
        ? plain(value.decimalValue())
        : of(value.asText(""));
  }

  static String of(String text) {
    String visible = visible(text);
    return isFloating(visible) ? plain(new BigDecimal(visible)) : visible;
  }

  /** Whether it is a number of which only the first digits are left, as in 3.30881E+17. */
  static boolean hasLostDigits(JsonNode value) {
    BigDecimal number = exponent(value);
    if (number == null || number.signum() == 0) {
      return false;
    }
    int digits = number.precision() - number.scale();
    return digits > EXACT
        || (digits >= SHORTENED && number.stripTrailingZeros().precision() <= SHOWN);
  }

  /** The number, if it is written with an exponent; null if not. */
  private static @Nullable BigDecimal exponent(JsonNode value) {
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      return number.scale() < 0
              || (value.isFloatingPointNumber() && value.asText().indexOf('E') > 0)
          ? number
          : null;
    }
    String text = visible(value.asText(""));
    return mayBeFloating(text) && EXPONENT.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  private static boolean isFloating(String text) {
    return mayBeFloating(text)
        && (WHOLE.matcher(text).matches() || EXPONENT.matcher(text).matches());
  }

  /** Cheap, and false for nearly all keys. */
  private static boolean mayBeFloating(String text) {
    if (text.length() < 3 || (text.charAt(0) != '-' && !isDigit(text.charAt(0)))) {
      return false;
    }
    return text.indexOf('.') > 0 || text.indexOf('E') > 0 || text.indexOf('e') > 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String visible(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) > ' ' && text.charAt(i) <= '~') {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length()).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isInvisible(c)) {
        visible.append(isBlank(c) ? ' ' : narrow(c));
      }
    }
    return visible.toString().strip();
  }

  private static boolean isInvisible(char c) {
    return c == '\u00AD'
        || (c >= '\u200B' && c <= '\u200F')
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2060' && c <= '\u206F')
        || c == '\uFEFF';
  }

  private static boolean isBlank(char c) {
    return c > '~' && (Character.isSpaceChar(c) || c == '\u0085');
  }

  private static char narrow(char c) {
    boolean ofCodes =
        (c >= '０' && c <= '９')
            || (c >= 'Ａ' && c <= 'Ｚ')
            || (c >= 'ａ' && c <= 'ｚ')
            || c == '－'
            || c == '．'
            || c == '／'
            || c == '＿';
    return ofCodes ? (char) (c - '！' + '!') : c;
  }
}
