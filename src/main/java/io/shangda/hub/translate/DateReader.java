package io.shangda.hub.translate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates in every form that lower systems were seen to send:
 *
 * <pre>
 * 2017-03-16 09:22   2013-01-09 19:46:30   2017/3/16   2026.06.02   2026年07月
 * 2017年11月30日 17:29   2018年03月30日   2018年3月30日17时29分   ２０１８－０３－３０
 * 20190330   2019033012   201903301200   20190330120000   20190330T120000
 * 2017-03-16T09:22:11.123+08:00   1512034140 (seconds)   1512034140000 (milliseconds)
 * </pre>
 *
 * <p>Years are 1900 to 2100; the one day beyond is 9999-12-31, which means for good (长期).
 *
 * <p>Digits that begin with a day of a year from {@value #FIRST_WRITTEN} on are that day: {@code
 * 2024050110} is ten o'clock on the first of May 2024, not the second 2,024,050,110, which is a day
 * in 2034. What is then neither a whole hour, minute, second nor millisecond is no date.
 *
 * <p>Times with an offset and epoch times are converted to the zone; the others are local there.
 * Written by hand because a formatter per form costs microseconds for each field that does not
 * match the first.
 */
final class DateReader {
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2100;
  private static final int NANOS = 6;

  /** Seconds since 1970 begin like this only from 2031 on. */
  private static final int FIRST_WRITTEN = 1949;

  /** Why a text is no date. */
  enum Fault {
    FORM("无法识别为日期", "is not in any known date form"),
    MASKED("日期被遮盖(含 *)", "is a date with masked digits"),
    YEAR("年份应在 1900 至 2100 之间", "has a year outside 1900 to 2100"),
    MONTH("月份应在 1 至 12 之间", "has no such month"),
    DAY("该月没有这一天", "has a day that the month does not have"),
    TIME("时间应在 00:00:00 至 23:59:59 之间", "has a time outside 00:00:00 to 23:59:59"),
    MONTH_ONLY("只精确到月，缺少日", "gives the month but not the day");

    final String zh;
    final String en;

    Fault(String zh, String en) {
      this.zh = zh;
      this.en = en;
    }
  }

  private final ZoneId zone;

  DateReader(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Reads into {@code out}: year, month, day (0: month only), hour, minute, second, and, where
   * there is a seventh place, nanosecond.
   *
   * @return null, or why it is no date
   */
  @Nullable Fault read(String text, int[] out) {
    TextCursor c = new TextCursor(Texts.strip(text));
    nanos(out, 0);
    int digits = c.run();
    Fault fault;
    if (digits == 4) {
      fault = separated(c, out);
    } else if (digits == c.text.length()) {
      fault = compact(c.text, out);
    } else if (digits == 8 && c.text.charAt(8) == 'T') {
      fault = joined(c.text.substring(0, 8) + c.text.substring(9), out);
    } else {
      fault = Fault.FORM;
    }
    return fault == Fault.FORM && c.text.indexOf('*') >= 0 ? Fault.MASKED : fault;
  }

  private @Nullable Fault separated(TextCursor c, int[] out) {
    out[0] = c.number(4);
    char separator = c.take();
    if (separator != '年' && separator != '-' && separator != '/' && separator != '.') {
      return Fault.FORM;
    }
    out[1] = c.number(2);
    if (out[1] < 0) {
      return Fault.FORM;
    }
    boolean chinese = separator == '年';
    if (c.ended() ? !chinese : chinese && c.peek() == '月' && c.left() == 1) {
      return monthOnly(out);
    }
    if (c.take() != (chinese ? '月' : separator)) {
      return Fault.FORM;
    }
    out[2] = c.number(2);
    if (out[2] < 0 || (chinese && !c.skip('日') && !c.skip('号'))) {
      return Fault.FORM;
    }
    return timeAndOffset(c, out);
  }

  private @Nullable Fault timeAndOffset(TextCursor c, int[] out) {
    boolean marked = c.skip('T') | c.blanks();
    out[3] = out[4] = out[5] = 0;
    if (!c.ended()) {
      boolean glued =
          c.at > 0 && (c.text.charAt(c.at - 1) == '日' || c.text.charAt(c.at - 1) == '号');
      if ((!marked && !glued) || !time(c, out)) {
        return Fault.FORM;
      }
    }
    c.blanks();
    Fault fault = plausible(out);
    if (fault != null || c.ended()) {
      return fault;
    }
    return offset(c, out);
  }

  private static boolean time(TextCursor c, int[] out) {
    out[3] = c.number(2);
    if (out[3] < 0 || !(c.skip(':') || c.skip('时') || c.skip('点'))) {
      return false;
    }
    if (c.ended()) {
      return c.text.charAt(c.at - 1) != ':';
    }
    out[4] = c.number(2);
    if (out[4] < 0) {
      return false;
    }
    if (c.skip(':') || (c.skip('分') && c.peekDigit())) {
      out[5] = c.number(2);
      c.skip('秒');
      if (c.skip('.') || c.skip(',')) {
        fraction(c, out);
      }
    }
    return out[5] >= 0;
  }

  /** Digits beyond nanoseconds say nothing. */
  private static void fraction(TextCursor c, int[] out) {
    int digits = c.run();
    int nanos = c.number(9);
    for (int i = digits; i < 9 && nanos > 0; i++) {
      nanos *= 10;
    }
    c.at += Math.max(0, digits - 9);
    nanos(out, Math.max(0, nanos));
  }

  private static void nanos(int[] out, int nanos) {
    if (out.length > NANOS) {
      out[NANOS] = nanos;
    }
  }

  private @Nullable Fault offset(TextCursor c, int[] out) {
    String id = Texts.narrow(c.text.substring(c.at));
    try {
      ZoneOffset offset = ZoneOffset.of(id);
      return inZone(
          LocalDateTime.of(out[0], out[1], out[2], out[3], out[4], out[5]).toEpochSecond(offset),
          out);
    } catch (DateTimeException e) {
      return Fault.FORM; // what follows the time is no offset
    }
  }

  private @Nullable Fault joined(String text, int[] out) {
    return new TextCursor(text).run() == text.length() ? compact(text, out) : Fault.FORM;
  }

  private @Nullable Fault compact(String text, int[] out) {
    int length = text.length();
    return switch (length) {
      case 6 -> {
        out[0] = digits(text, 0, 4);
        out[1] = digits(text, 4, 2);
        yield monthOnly(out);
      }
      case 8, 12, 14, 17 -> written(text, out);
      case 9, 13 -> beginsWithDay(text, out) ? Fault.FORM : epoch(text, out);
      case 10 -> beginsWithDay(text, out) ? written(text, out) : epoch(text, out);
      default -> Fault.FORM;
    };
  }

  private static boolean beginsWithDay(String text, int[] out) {
    return written(text.substring(0, 8), out) == null && out[0] >= FIRST_WRITTEN;
  }

  private static @Nullable Fault written(String text, int[] out) {
    int length = text.length();
    out[0] = digits(text, 0, 4);
    out[1] = digits(text, 4, 2);
    out[2] = digits(text, 6, 2);
    out[3] = length > 8 ? digits(text, 8, 2) : 0;
    out[4] = length > 10 ? digits(text, 10, 2) : 0;
    out[5] = length > 12 ? digits(text, 12, 2) : 0;
    nanos(out, length > 14 ? digits(text, 14, 3) * 1_000_000 : 0);
    return plausible(out);
  }

  private @Nullable Fault epoch(String text, int[] out) {
    int length = text.length();
    if (length < 13) {
      nanos(out, 0);
      return inZone(number(text, 0, length), out);
    }
    nanos(out, digits(text, 10, 3) * 1_000_000);
    return inZone(number(text, 0, length) / 1000, out);
  }

  private @Nullable Fault inZone(long second, int[] out) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            second, 0, zone.getRules().getOffset(Instant.ofEpochSecond(second)));
    out[0] = local.getYear();
    out[1] = local.getMonthValue();
    out[2] = local.getDayOfMonth();
    out[3] = local.getHour();
    out[4] = local.getMinute();
    out[5] = local.getSecond();
    return plausible(out);
  }

  private static @Nullable Fault monthOnly(int[] out) {
    out[2] = 1;
    out[3] = out[4] = out[5] = 0;
    Fault fault = plausible(out);
    out[2] = 0;
    return fault;
  }

  private static @Nullable Fault plausible(int[] f) {
    boolean forGood = f[0] == 9999 && f[1] == 12 && f[2] == 31; // how systems write 长期
    if (!forGood && (f[0] < FIRST_YEAR || f[0] > LAST_YEAR)) {
      return Fault.YEAR;
    }
    if (f[1] < 1 || f[1] > 12) {
      return Fault.MONTH;
    }
    boolean common = f[0] % 4 != 0 || (f[0] % 100 == 0 && f[0] % 400 != 0);
    if (f[2] < 1 || f[2] > DAYS[f[1] - 1] || (f[1] == 2 && f[2] == 29 && common)) {
      return Fault.DAY;
    }
    return f[3] > 23 || f[4] > 59 || f[5] > 59 ? Fault.TIME : null;
  }

  private static int digits(String text, int from, int length) {
    return (int) number(text, from, length);
  }

  private static long number(String text, int from, int length) {
    long value = 0;
    for (int i = from; i < from + length; i++) {
      value = value * 10 + TextCursor.digit(text.charAt(i));
    }
    return value;
  }
}
