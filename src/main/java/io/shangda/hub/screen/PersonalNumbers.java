package io.shangda.hub.screen;

import io.shangda.hub.record.CheckDigits;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Masks;
import io.shangda.hub.record.Severity;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Year;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that tell a person, unmasked in a text. A number is what stands between other letters and
 * digits: 18 digits inside a case number of 22 are none, and one glued to Chinese text is found.
 */
final class PersonalNumbers implements TextScreen {
  private static final int SHORTEST = 11;
  private static final int LONGEST = 19;

  /** How an amount in yuan ends, and hardly ever a number of a person. */
  private static final String ROUND = "0000";

  /** What kind of number. */
  enum Kind {
    ID_CARD(
        "personal-data/id-card",
        "含未脱敏的公民身份号码，请脱敏后重新发布；依法应当公示的，由指定人员放行",
        "An unmasked ID number; mask it at the source, or let a named person release it where the"
            + " law wants it published"),
    MOBILE(
        "personal-data/mobile",
        "含未脱敏的手机号码，请脱敏后重新发布；属公开办公电话的，由指定人员放行",
        "An unmasked mobile number; mask it at the source, or let a named person release it if it"
            + " is an office's"),
    BANK_CARD(
        "personal-data/bank-card",
        "含未脱敏的银行卡号，请脱敏后重新发布；系误判的，由指定人员放行",
        "An unmasked bank card number; mask it at the source, or let a named person release it if"
            + " it is none");

    final String rule;
    final String zh;
    final String en;

    Kind(String rule, String zh, String en) {
      this.rule = rule;
      this.zh = zh;
      this.en = en;
    }
  }

  private final Clock clock;

  /**
   * @param clock gives the year after which nobody is born
   */
  PersonalNumbers(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean suspects(String text) {
    if (suspectsAsItStands(text)) {
      return true;
    }
    if (!FoldedText.isMarkedUp(text)) {
      return false;
    }
    FoldedText folded = FoldedText.of(text);
    return suspectsAsItStands(folded.text()) || suspectsAsItStands(folded.withoutTags().text());
  }

  private static boolean suspectsAsItStands(String text) {
    int length = text.length();
    if (length < SHORTEST) {
      return false;
    }
    int run = 0; // digits in a row
    int start = 0; // where the run begins
    int chain = 0; // digits with single groups parted by blanks or hyphens
    for (int i = 0; i < length; i++) {
      char c = Folding.fold(text.charAt(i));
      if (c >= '0' && c <= '9') {
        start = run++ == 0 ? i : start;
        chain++;
        continue;
      }
      if (Folding.unseen(c)) {
        continue;
      }
      if (run >= SHORTEST && possible(text.charAt(start), run)) {
        return true;
      }
      if (c != ' ' && c != '-') {
        if (chain > run && chain >= SHORTEST) {
          return true;
        }
        chain = 0;
      }
      run = 0;
    }
    return chain >= SHORTEST && (chain > run || possible(text.charAt(start), run));
  }

  /** Whether so many digits can be a number by their first one; a division of twelve cannot. */
  private static boolean possible(char first, int run) {
    return switch (run) {
      case 11 -> Folding.fold(first) == '1';
      case 12 -> Folding.fold(first) == '0';
      case 13 -> Folding.fold(first) == '8';
      default -> run > 15 && run <= LONGEST;
    };
  }

  @Override
  public void screen(String text, String field, List<Finding> findings) {
    FoldedText folded = FoldedText.of(text);
    Map<Kind, Set<String>> found = new EnumMap<>(Kind.class);
    find(folded.text(), field, found);
    if (folded.withoutTags() != folded) {
      find(folded.withoutTags().text(), field, found);
    }
    found.forEach((kind, numbers) -> findings.add(finding(kind, List.copyOf(numbers), field)));
  }

  private void find(String folded, String field, Map<Kind, Set<String>> found) {
    for (NumberToken token : NumberToken.in(folded)) {
      Kind kind = kind(token, folded, field);
      if (kind != null) {
        found.computeIfAbsent(kind, k -> new LinkedHashSet<>(2)).add(token.digits());
      }
    }
  }

  /**
   * A number that no text holds: {@code 13900000000} as a number of JSON, which may be an amount.
   */
  @Override
  public void screen(BigInteger number, String field, List<Finding> findings) {
    String digits = number.toString();
    Kind kind = kind(new NumberToken(digits, 0, digits.length(), false), digits, field);
    if (kind != null && !digits.endsWith(ROUND)) {
      findings.add(finding(kind, List.of(digits), field));
    }
  }

  private @Nullable Kind kind(NumberToken token, String folded, String field) {
    String digits = token.digits();
    if (digits.length() == 18 && idCard(digits)) {
      return Kind.ID_CARD;
    }
    if (digits.length() == 11 && mobile(digits) && !token.amount(folded) && !token.inUrl(folded)) {
      // twelve digits that begin with 01 are a basic code of an item unless something says
      // telephone
      boolean phone = !token.trunk(folded) || token.nearPhoneWord(folded) || names(field);
      return phone ? Kind.MOBILE : null;
    }
    return bankCard(token, folded) ? Kind.BANK_CARD : null;
  }

  /**
   * The check digit alone lets one code in eleven through, so the place must have existed too, and
   * so must the date of birth.
   */
  private boolean idCard(String digits) {
    if (!CheckDigits.idCard(digits, 0) || !Divisions.known(digits) || creditCode(digits)) {
      return false;
    }
    int year = Integer.parseInt(digits, 6, 10, 10);
    int month = Integer.parseInt(digits, 10, 12, 10);
    int day = Integer.parseInt(digits, 12, 14, 10);
    return year >= 1800
        && year <= Year.now(clock).getValue()
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  /** Both check digits and the division of a USCC, which one ID number in thousands has. */
  private static boolean creditCode(String digits) {
    return CheckDigits.uscc(digits.toUpperCase(Locale.ROOT), 0)
        && CheckDigits.organisationCode(digits, 8)
        && Divisions.known(digits.substring(2));
  }

  /** Whether the field's own name says telephone. */
  private static boolean names(String field) {
    return NumberToken.holdsPhoneWord(Folding.fold(field.substring(field.lastIndexOf('/') + 1)));
  }

  private static boolean mobile(String digits) {
    return digits.charAt(0) == '1' && digits.charAt(1) >= '3';
  }

  /**
   * Luhn lets one number in ten through, and many business codes begin with a division such as 4201
   * or 5323: so the lengths and beginnings of cards in use, and for beginnings that are divisions
   * too, a word for a card or account nearby.
   */
  private static boolean bankCard(NumberToken token, String folded) {
    String digits = token.digits();
    int length = digits.length();
    if (length < 16 || length > 19 || digits.charAt(length - 1) == 'x') {
      return false;
    }
    boolean unionPay = digits.startsWith("62") || (length == 19 && digits.startsWith("95588"));
    boolean other =
        (length == 16 || length == 19) && (digits.charAt(0) == '4' || digits.charAt(0) == '5');
    return (unionPay || (other && (token.grouped() || token.nearCardWord(folded))))
        && CheckDigits.luhn(digits, 0, length);
  }

  private static Finding finding(Kind kind, List<String> numbers, String field) {
    String first = numbers.get(0);
    String masked =
        switch (kind) {
          case ID_CARD -> Masks.id(first);
          case MOBILE -> Masks.phone(first);
          case BANK_CARD -> Masks.card(first);
        };
    return new Finding(
        Severity.HOLD,
        kind.rule,
        field,
        numbers.size() == 1 ? masked : masked + " (" + numbers.size() + "×)",
        Hash.sha256(String.join("\n", numbers)),
        kind.zh,
        kind.en);
  }
}
