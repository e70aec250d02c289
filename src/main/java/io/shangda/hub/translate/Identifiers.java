package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shangda.hub.record.CheckDigits;
import io.shangda.hub.record.Masks;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifiers of bodies, persons, projects and documents. Each method gives the identifier in its
 * normal form (stripped, ASCII, capital letters), or a mark.
 */
final class Identifiers {
  // alphabet of GB 32100-2015: no I, O, S, V, Z; places 3 to 8 are a division of GB/T 2260
  private static final Pattern USCC =
      Pattern.compile("[0-9A-HJ-NP-RTUW-Y]{2}\\d{6}[0-9A-HJ-NP-RTUW-Y]{10}");
  private static final Pattern ORGANISATION = Pattern.compile("[0-9A-Z]{8}-?[0-9X]");
  private static final Pattern INDEX_NUMBER =
      Pattern.compile(
          "(?:[0-9A-Z]{8,9}(?:-?[0-9X])?|[0-9A-HJ-NP-RTUW-Y]{18})/\\d{4}(\\d{2})?-\\d{4,7}");
  private static final Pattern DEAL_CODE =
      Pattern.compile("[A-Z]\\d{2}-[0-9A-HJ-NP-RTUW-Y]{18}-\\d{8}-\\d{6}-[0-9A-Z*]");
  private static final Pattern PROJECT_CODE =
      Pattern.compile("(\\d{2})(\\d{2})-\\d{6}-\\d{2}-\\d{2}-\\d{6}(-\\d{3})?");
  private static final int FIRST_BIRTH_YEAR = 1800;

  private final Supplier<LocalDate> today;

  Identifiers(Supplier<LocalDate> today) {
    this.today = today;
  }

  JsonNode uscc(String text, JsonNode value, JsonNode... more) {
    String code = Texts.identifier(text);
    if (!USCC.matcher(code).matches()) {
      return Invalid.reject(
          "uscc",
          text,
          "统一社会信用代码应为 18 位(GB 32100-2015)，不含字母 I、O、S、V、Z，请核对源数据",
          "A unified social credit code has 18 characters without I, O, S, V and Z"
              + " (GB 32100-2015); check it at the source");
    }
    if (!CheckDigits.uscc(code, 0) || !CheckDigits.organisationCode(code, 8)) {
      return Invalid.reject(
          "uscc",
          text,
          "统一社会信用代码校验位不符(GB 32100-2015)，请核对源数据",
          "The check digit of the unified social credit code does not fit (GB 32100-2015);"
              + " check it at the source");
    }
    return same(code, value);
  }

  /** Without the hyphen, as index numbers write it. */
  JsonNode organisationCode(String text, JsonNode value, JsonNode... more) {
    String code = Texts.identifier(text);
    if (ORGANISATION.matcher(code).matches()) {
      String plain = code.length() == 10 ? code.substring(0, 8) + code.charAt(9) : code;
      if (CheckDigits.organisationCode(plain, 0)) {
        return same(plain, value);
      }
    }
    return Invalid.reject(
        "org-code",
        text,
        "组织机构代码应为 8 位本体代码加 1 位校验码(GB 11714-1997)，请核对源数据",
        "An organisation code has eight characters and a fitting check digit (GB 11714-1997);"
            + " check it at the source");
  }

  JsonNode idCard(String text, JsonNode value, JsonNode... more) {
    String id = Texts.identifier(text);
    if (id.length() != 18 || !CheckDigits.idCard(id, 0)) {
      return idCardMark(
          text,
          "公民身份号码应为 18 位且校验码正确(GB 11643-1999)，请核对源数据",
          "An ID number has 18 characters and a fitting check digit (GB 11643-1999);"
              + " check it at the source");
    }
    if (!born(id)) {
      return idCardMark(
          text,
          "公民身份号码中的出生日期不存在或晚于今日(GB 11643-1999)，请核对源数据",
          "The date of birth in the ID number does not exist or lies ahead (GB 11643-1999);"
              + " check it at the source");
    }
    return same(id, value);
  }

  /** Tolerant (five forms are in use) and unchanged, because an index number never changes. */
  JsonNode indexNumber(String text, JsonNode value, JsonNode... more) {
    Matcher matcher = INDEX_NUMBER.matcher(text);
    if (matcher.matches()) {
      String month = matcher.group(1);
      if (month == null || (month.compareTo("01") >= 0 && month.compareTo("12") <= 0)) {
        return value;
      }
    }
    return Invalid.reject(
        "index-number",
        text,
        "索引号应为“机构代码/年份-流水号”，如 113308810026310171/2013-127792，请核对源数据",
        "An index number is <body>/<year>-<serial>, such as 113308810026310171/2013-127792;"
            + " check it at the source");
  }

  /**
   * The shape is required; a check character that does not fit only warns, because a platform in
   * use computes it with an overflow and issues codes that differ from GB/T 17710.
   */
  JsonNode dealCode(String text, JsonNode value, JsonNode... more) {
    String code = Texts.identifier(text);
    if (!DEAL_CODE.matcher(code).matches()) {
      return Invalid.reject(
          "unified-deal-code",
          text,
          "统一交易标识码应为 40 位：交易类型3-平台代码18-日期8-流水6-校验1，请核对源数据",
          "A unified deal code has 40 characters, <type>-<platform>-<date>-<serial>-<check>;"
              + " check it at the source");
    }
    char expected = CheckDigits.mod37(code.substring(0, 38).replace("-", ""));
    if (expected != code.charAt(39)) {
      return Invalid.warn(
          "unified-deal-code",
          code,
          "统一交易标识码校验位应为 " + expected + "(GB/T 17710 MOD 37-2)，请向赋码平台核实",
          "The check character of the unified deal code should be "
              + expected
              + " (GB/T 17710 MOD 37-2); ask the platform that issued it");
    }
    return same(code, value);
  }

  /**
   * The code of GB/T 40058-2021 (begins with year and month, YYMM) or the older one (begins with
   * the year, 2013 to 2020; some regions print a further {@code -000}). The algorithm of the new
   * one's check digit is not published, so it is not checked.
   */
  JsonNode projectCode(String text, JsonNode value, JsonNode... more) {
    String code = Texts.identifier(text).replace('—', '-').replace('–', '-');
    Matcher matcher = PROJECT_CODE.matcher(code);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int second = Integer.parseInt(matcher.group(2));
      boolean newCode = first >= 20 && second >= 1 && second <= 12 && matcher.group(3) == null;
      boolean oldCode = first == 20 && second >= 13 && second <= 20;
      if (newCode || oldCode) {
        return same(code, value);
      }
    }
    return Invalid.reject(
        "invest-project-code",
        text,
        "投资项目统一代码应为 24 位：年月4-区划6-部门2-类型2-序号6(GB/T 40058-2021)，或 2020 年前的旧码，请核对源数据",
        "An investment project code is YYMM-<division>-<dept>-<type>-<serial> (GB/T 40058-2021) or"
            + " one of before 2020; check it at the source");
  }

  private boolean born(String id) {
    int year = Integer.parseInt(id.substring(6, 10));
    int month = Integer.parseInt(id.substring(10, 12));
    int day = Integer.parseInt(id.substring(12, 14));
    if (year < FIRST_BIRTH_YEAR || month < 1 || month > 12 || day < 1) {
      return false;
    }
    return day <= YearMonth.of(year, month).lengthOfMonth()
        && !LocalDate.of(year, month, day).isAfter(today.get());
  }

  private static Invalid idCardMark(String text, String zh, String en) {
    String shown = text.length() > 24 ? Masks.inFinding(text) : Masks.id(text);
    return Invalid.reject("id-card", text, shown, zh, en);
  }

  static JsonNode same(String text, JsonNode value) {
    return value.isTextual() && text.equals(value.textValue()) ? value : TextNode.valueOf(text);
  }
}
