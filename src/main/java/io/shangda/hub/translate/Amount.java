package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sums of money, written as {@code 4503.81万元}, {@code ¥1,215,582.27} or {@code 17.78亿}. */
final class Amount {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:人民币|RMB|CNY|[¥￥])?\\s*([-+]?)(\\d{1,3}(?:,\\d{3})+|\\d{1,18})(\\.\\d{1,10})?"
              + "\\s*(元|万|万元|萬元|亿|亿元|億元)?(?:整|人民币)?");

  private Amount() {}

  /**
   * The sum in a unit.
   *
   * @param unit 元, 万元 or 亿元
   * @param given the unit of a text that names none
   */
  static JsonNode read(String text, String unit, String given) {
    Matcher matcher = FORM.matcher(Texts.narrow(text).toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Invalid.reject(
          "amount",
          text,
          "无法识别为金额，应为数字并可带单位(元、万元、亿元)，不用“约”“多”等概数，请核对源数据",
          "The text is no amount: a number is expected, with or without a unit (元, 万元, 亿元),"
              + " not an estimate; check it at the source");
    }
    String decimals = matcher.group(3);
    BigDecimal number =
        new BigDecimal(
            matcher.group(1).replace("+", "")
                + matcher.group(2).replace(",", "")
                + (decimals == null ? "" : decimals));
    String written = matcher.group(4);
    int shift = places(written == null ? given : written) - places(unit);
    return node(number.scaleByPowerOfTen(shift).stripTrailingZeros());
  }

  /** Powers of ten of a unit; null if it is none. */
  static @Nullable Integer unit(String name) {
    return switch (name) {
      case "元" -> 0;
      case "万", "万元", "萬元" -> 4;
      case "亿", "亿元", "億元" -> 8;
      default -> null;
    };
  }

  private static int places(String unit) {
    Integer places = unit(unit);
    if (places == null) {
      throw new IllegalArgumentException(
          "'" + unit + "' is no unit of money; expected 元, 万元 or 亿元");
    }
    return places;
  }

  /** A number as a payload writes it: without an exponent. */
  static JsonNode node(BigDecimal number) {
    if (number.scale() > 0) {
      return DecimalNode.valueOf(number);
    }
    return number.precision() - number.scale() <= 18
        ? LongNode.valueOf(number.longValueExact())
        : DecimalNode.valueOf(number.setScale(0)); // never 1.2E+30 in a payload
  }
}
