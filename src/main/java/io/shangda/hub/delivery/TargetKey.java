package io.shangda.hub.delivery;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target's own key of a record, made from a template: {@code ${date}} is the day of planning,
 * {@code ${serial:n}} the last n digits of the record's number in the hub. Unique as long as fewer
 * than 10^n records are new in a day.
 */
final class TargetKey {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(date|serial):?(\\d*)}");
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  private TargetKey() {}

  static String make(String template, long record, LocalDate today) {
    Matcher place = PLACE.matcher(template);
    StringBuilder key = new StringBuilder();
    while (place.find()) {
      place.appendReplacement(
          key, place.group(1).equals("date") ? DAY.format(today) : serial(record, place.group(2)));
    }
    return place.appendTail(key).toString();
  }

  private static String serial(long record, String digits) {
    int length = digits.isEmpty() ? 7 : Integer.parseInt(digits);
    String number = "0".repeat(length) + record;
    return number.substring(number.length() - length);
  }
}
