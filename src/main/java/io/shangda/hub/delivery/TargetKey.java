package io.shangda.hub.delivery;

import io.shangda.hub.store.Numbers;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target's own key of a record, made from a template: {@code ${date}} is the day of planning,
 * {@code ${serial:n}} the last n digits of a number that counts such keys. Unique as long as fewer
 * than 10^n of them are made in a day.
 */
final class TargetKey {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(date|serial):?(\\d*)}");
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  private TargetKey() {}

  /**
   * @param serials counts; asked once for each key
   */
  static String make(String template, Numbers serials, LocalDate today) {
    long number = template.contains("${serial") ? serials.next() : 0;
    Matcher place = PLACE.matcher(template);
    StringBuilder key = new StringBuilder();
    while (place.find()) {
      place.appendReplacement(
          key, place.group(1).equals("date") ? DAY.format(today) : serial(number, place.group(2)));
    }
    return place.appendTail(key).toString();
  }

  private static String serial(long count, String digits) {
    int length = digits.isEmpty() ? 7 : Integer.parseInt(digits);
    String number = "0".repeat(length) + count;
    return number.substring(number.length() - length);
  }
}
