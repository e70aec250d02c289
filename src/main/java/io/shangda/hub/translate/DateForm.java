package io.shangda.hub.translate;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms in which a mapping can ask for a date. */
enum DateForm {
  LOCAL("yyyy-MM-dd'T'HH:mm:ss"),
  BLANK("yyyy-MM-dd HH:mm:ss"),
  COMPACT("yyyyMMddHHmmss"),
  COMPACT_DAY("yyyyMMdd"),
  DAY("yyyy-MM-dd"),
  MONTH("yyyy-MM");

  private static final String LETTERS = "yMdHms";
  private final String pattern;
  private final String shape;

  DateForm(String pattern) {
    this.pattern = pattern;
    this.shape = pattern.replace("'", "");
  }

  /** The form of a pattern; the letter T may stand with or without quotes. */
  static @Nullable DateForm of(String pattern) {
    for (DateForm form : values()) {
      if (form.pattern.equals(pattern) || form.shape.equals(pattern)) {
        return form;
      }
    }
    return null;
  }

  static String all() {
    return Arrays.stream(values()).map(f -> f.pattern).collect(Collectors.joining(", "));
  }

  /**
   * @param fields year, month, day, hour, minute, second
   */
  String write(int[] fields) {
    char[] out = shape.toCharArray();
    for (int i = 0; i < out.length; ) {
      int field = LETTERS.indexOf(out[i]);
      if (field < 0) {
        i++;
      } else if (field == 0) {
        two(out, i, fields[0] / 100);
        two(out, i + 2, fields[0] % 100);
        i += 4;
      } else {
        two(out, i, fields[field]);
        i += 2;
      }
    }
    return new String(out);
  }

  private static void two(char[] out, int at, int value) {
    out[at] = (char) ('0' + value / 10);
    out[at + 1] = (char) ('0' + value % 10);
  }
}
