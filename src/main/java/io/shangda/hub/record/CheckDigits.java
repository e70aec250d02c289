package io.shangda.hub.record;

/**
 * Check characters of the identifiers the hub meets. All take the text and where the identifier
 * begins in it, so that free text can be searched without cutting it up.
 */
public final class CheckDigits {
  private static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  private static final int[] USCC_WEIGHTS = {
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
  };
  private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
  private static final int[] ID_CARD_WEIGHTS = {
    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
  };
  private static final String ID_CARD_CHECKS = "10X98765432";
  private static final String MOD_37_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

  private CheckDigits() {}

  /** Whether the 18 characters from {@code at} carry the check character of GB 32100-2015. */
  public static boolean uscc(CharSequence text, int at) {
    int sum = 0;
    for (int i = 0; i < USCC_WEIGHTS.length; i++) {
      int value = USCC_ALPHABET.indexOf(text.charAt(at + i));
      if (value < 0) {
        return false;
      }
      sum += value * USCC_WEIGHTS[i];
    }
    return USCC_ALPHABET.charAt((31 - sum % 31) % 31) == text.charAt(at + 17);
  }

  /** Whether the nine characters from {@code at} carry the check character of GB 11714-1997. */
  public static boolean organisationCode(CharSequence text, int at) {
    int sum = 0;
    for (int i = 0; i < ORGANISATION_WEIGHTS.length; i++) {
      char c = text.charAt(at + i);
      int value = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
      if (value < 0) {
        return false;
      }
      sum += value * ORGANISATION_WEIGHTS[i];
    }
    int check = 11 - sum % 11;
    char expected = check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
    return expected == text.charAt(at + 8);
  }

  /**
   * Whether the 18 characters from {@code at} carry the check character of GB 11643-1999; a small
   * {@code x} passes.
   */
  public static boolean idCard(CharSequence text, int at) {
    int sum = 0;
    for (int i = 0; i < ID_CARD_WEIGHTS.length; i++) {
      int digit = text.charAt(at + i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      sum += digit * ID_CARD_WEIGHTS[i];
    }
    char found = text.charAt(at + 17);
    return ID_CARD_CHECKS.charAt(sum % 11) == (found == 'x' ? 'X' : found);
  }

  /** Whether the digits from {@code at} to {@code end} satisfy Luhn's formula (ISO/IEC 7812-1). */
  public static boolean luhn(CharSequence text, int at, int end) {
    int sum = 0;
    for (int i = end - 1, place = 0; i >= at; i--, place++) {
      int digit = text.charAt(i) - '0';
      int weighted = (place & 1) == 0 ? digit : digit * 2;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }

  /**
   * The check character of ISO 7064 MOD 37-2 (GB/T 17710) over letters and digits.
   *
   * @throws IllegalArgumentException for any other character
   */
  public static char mod37(CharSequence text) {
    int product = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = MOD_37_ALPHABET.indexOf(text.charAt(i));
      if (value < 0 || value == 36) {
        throw new IllegalArgumentException(
            "character " + (i + 1) + " is outside the alphabet 0-9 A-Z of MOD 37-2");
      }
      product = (product + value) * 2 % 37;
    }
    return MOD_37_ALPHABET.charAt((38 - product) % 37);
  }
}
