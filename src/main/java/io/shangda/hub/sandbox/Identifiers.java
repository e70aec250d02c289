package io.shangda.hub.sandbox;

/** Synthetic identifiers with the check digits that the standards ask for. */
final class Identifiers {
  private static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  private static final int[] USCC_WEIGHTS = {
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
  };
  private static final int[] ORG_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
  private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String ID_CHECKS = "10X98765432";

  private Identifiers() {}

  /**
   * A unified social credit code (GB 32100-2015).
   *
   * @param kind registration department and category: {@code 11} a government body, {@code 91} a
   *     company
   * @param region GB/T 2260, six digits
   * @param serial up to eight digits of organisation code
   */
  static String uscc(String kind, String region, int serial) {
    String body = String.format("%08d", serial);
    String code = kind + region + body + orgCheck(body);
    int sum = 0;
    for (int i = 0; i < USCC_WEIGHTS.length; i++) {
      sum += USCC_ALPHABET.indexOf(code.charAt(i)) * USCC_WEIGHTS[i];
    }
    return code + USCC_ALPHABET.charAt((31 - sum % 31) % 31);
  }

  /** The check of an organisation code (GB 11714). */
  private static char orgCheck(String body) {
    int sum = 0;
    for (int i = 0; i < ORG_WEIGHTS.length; i++) {
      sum += Character.digit(body.charAt(i), 36) * ORG_WEIGHTS[i];
    }
    int check = 11 - sum % 11;
    if (check == 10) {
      return 'X';
    }
    return check == 11 ? '0' : (char) ('0' + check);
  }

  /**
   * An identity number (GB 11643) of somebody born between 1800 and 1889, who cannot be a living
   * person.
   */
  static String identityNumber(String region, int serial) {
    String body =
        String.format(
            "%s18%02d%02d%02d%03d",
            region, serial % 90, 1 + serial % 12, 1 + serial % 28, serial % 1000);
    int sum = 0;
    for (int i = 0; i < ID_WEIGHTS.length; i++) {
      sum += (body.charAt(i) - '0') * ID_WEIGHTS[i];
    }
    return body + ID_CHECKS.charAt(sum % 11);
  }

  /** The same number with a check digit that does not fit. */
  static String spoiled(String number) {
    char last = number.charAt(number.length() - 1);
    return number.substring(0, number.length() - 1) + (last == '2' ? '3' : '2');
  }
}
