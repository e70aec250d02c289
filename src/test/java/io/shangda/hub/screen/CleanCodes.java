package io.shangda.hub.screen;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * Valid codes, ids, hashes and addresses as the systems of the field write them, made from a seed:
 * whatever a screen finds in them is a false hold.
 */
final class CleanCodes {
  private static final String USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  private static final int[] USCC_WEIGHTS = {
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
  };
  private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
  private static final String[] DIVISIONS = {
    "330881", "150823", "532301", "532302", "110111", "340102", "513401", "230102", "510682",
    "440306", "522301", "659001"
  };
  private static final String BASE_64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** Every kind of code, each with a name. */
  record Kind(String name, Function<Random, String> code) {}

  static final List<Kind> KINDS =
      List.of(
          new Kind("uscc", CleanCodes::uscc),
          new Kind("uscc-of-digits", CleanCodes::usccOfDigits),
          new Kind("organisation-code", r -> organisationCode(r, 36)),
          new Kind("index-number", r -> uscc(r) + '/' + year(r) + '-' + digits(r, 6)),
          new Kind(
              "index-number-by-month",
              r -> uscc(r) + '/' + year(r) + month(r) + '-' + digits(r, 5)),
          new Kind("task-code", r -> uscc(r) + digits(r, 13)),
          new Kind("case-number", r -> uscc(r) + digits(r, 13) + day(r) + digits(r, 4)),
          new Kind(
              "project-code",
              r -> shortYear(r) + month(r) + '-' + division(r) + "-04-01-" + digits(r, 6)),
          new Kind(
              "project-code-2015",
              r -> year(r) + '-' + division(r) + "-48-03-" + digits(r, 6) + "-000"),
          new Kind("data-key", r -> digits(r, 4) + digits(r, 3) + day(r) + digits(r, 7)),
          new Kind(
              "unified-deal-code",
              r -> "A01-" + uscc(r) + '-' + day(r) + '-' + digits(r, 6) + "-T"),
          new Kind("trading-project", r -> "A10" + division(r) + day(r) + digits(r, 6)),
          new Kind("catalog-code", r -> digits(r, 12)),
          new Kind("division-of-village", r -> division(r) + digits(r, 6)),
          new Kind("time", r -> day(r) + "120000"),
          new Kind("milliseconds", r -> "1" + digits(r, 12)),
          new Kind("serial-by-second", r -> day(r) + "1200" + digits(r, 6)),
          new Kind("uuid", r -> new UUID(r.nextLong(), r.nextLong()).toString()),
          new Kind(
              "guid-of-digits",
              r ->
                  hex(r, 4)
                      + '-'
                      + hex(r, 2)
                      + '-'
                      + hex(r, 2)
                      + '-'
                      + hex(r, 2)
                      + '-'
                      + digits(r, 12)),
          new Kind("md5", r -> hex(r, 16)),
          new Kind("sha256", r -> "sha256:" + hex(r, 32)),
          new Kind("base64url", r -> text(r, BASE_64, 22)),
          new Kind(
              "url",
              r ->
                  "https://www.example.gov.cn/art/"
                      + year(r)
                      + "/3/30/art_"
                      + digits(r, 7)
                      + ".html"),
          new Kind(
              "url-with-id",
              r ->
                  "http://www.example.gov.cn/detail?id="
                      + text(r, BASE_64, 16)
                      + "&sid="
                      + digits(r, 6)),
          new Kind("file-name", r -> "W0" + digits(r, 20) + ".pdf"),
          new Kind("document-number", r -> "江政发〔" + year(r) + "〕" + r.nextInt(900) + "号"),
          new Kind("amount", r -> digits(r, 5) + "." + digits(r, 6)));

  private CleanCodes() {}

  private static String uscc(Random random) {
    return withCheck(
        text(random, "159", 1)
            + text(random, "1239", 1)
            + division(random)
            + organisationCode(random, 31));
  }

  private static String usccOfDigits(Random random) {
    String code;
    do {
      code =
          withCheck(
              text(random, "15", 1)
                  + text(random, "123", 1)
                  + division(random)
                  + organisationCode(random, 10));
    } while (!code.chars().allMatch(Character::isDigit));
    return code;
  }

  private static String withCheck(String first17) {
    int sum = 0;
    for (int i = 0; i < USCC_WEIGHTS.length; i++) {
      sum += USCC.indexOf(first17.charAt(i)) * USCC_WEIGHTS[i];
    }
    return first17 + USCC.charAt((31 - sum % 31) % 31);
  }

  /** Nine characters of GB 11714, the last the check character. */
  private static String organisationCode(Random random, int letters) {
    String alphabet = letters == 10 ? "0123456789" : USCC;
    String first8 = text(random, alphabet, 8);
    int sum = 0;
    for (int i = 0; i < 8; i++) {
      char c = first8.charAt(i);
      sum += (c <= '9' ? c - '0' : c - 'A' + 10) * ORGANISATION_WEIGHTS[i];
    }
    int check = 11 - sum % 11;
    return first8 + (check == 10 ? "X" : check == 11 ? "0" : String.valueOf(check));
  }

  private static String division(Random random) {
    return DIVISIONS[random.nextInt(DIVISIONS.length)];
  }

  private static String year(Random random) {
    return String.valueOf(2008 + random.nextInt(19));
  }

  private static String shortYear(Random random) {
    return year(random).substring(2);
  }

  private static String month(Random random) {
    return "%02d".formatted(1 + random.nextInt(12));
  }

  private static String day(Random random) {
    return year(random) + month(random) + "%02d".formatted(1 + random.nextInt(28));
  }

  private static String digits(Random random, int length) {
    return text(random, "0123456789", length);
  }

  private static String hex(Random random, int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }

  private static String text(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
