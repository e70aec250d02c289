package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Division codes (GB/T 2260; township and village per GB/T 10114), which systems pad to 6, 9 or 12
 * digits. Whether a division exists on a date is a code table's to say.
 */
final class Region {
  private static final String PROVINCES =
      " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64"
          + " 65 71 81 82 ";

  private Region() {}

  /**
   * The code in a length.
   *
   * @param length 6 (county), 9 (township) or 12 (village); 0: the shortest of them that says all
   */
  static JsonNode read(String text, JsonNode value, int length) {
    String code = Texts.narrow(text);
    int digits = new TextCursor(code).run();
    boolean known = digits == 2 || digits == 4 || digits == 6 || digits == 9 || digits == 12;
    if (digits != code.length()
        || !known
        || !PROVINCES.contains(" " + code.substring(0, 2) + " ")) {
      return Invalid.reject(
          "region",
          text,
          "行政区划代码应为 6、9 或 12 位数字，前两位为省级代码(GB/T 2260)，请核对源数据",
          "A division code has 6, 9 or 12 digits and begins with a province (GB/T 2260);"
              + " check it at the source");
    }
    String full = code + "0".repeat(12 - digits);
    int wanted = length == 0 ? shortest(full) : length;
    return Identifiers.same(full.substring(0, wanted), value);
  }

  private static int shortest(String full) {
    if (!full.endsWith("000")) {
      return 12;
    }
    return full.endsWith("000000") ? 6 : 9;
  }
}
