package io.shangda.hub.sandbox;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record kind with its checks.
 *
 * @param checks as they stand in the table of kinds
 */
record ProvinceField(String name, List<String> checks) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  static ProvinceField of(String name, List<String> checks) {
    return new ProvinceField(name, List.copyOf(checks));
  }

  /** The platform's own text; null if the field is good. */
  @Nullable String refusal(ProvinceKind kind, Report report, ProvinceArchive archive) {
    String value = report.context(name);
    for (String check : checks) {
      String refusal = "!".equals(check) ? required(value) : null;
      if (refusal == null && ("unique".equals(check) || "fixed".equals(check))) {
        refusal = history(check, kind, report, archive);
      } else if (refusal == null && !value.isEmpty()) {
        refusal = form(check, value);
        if (refusal == null && check.startsWith("parent:")) {
          refusal =
              archive.holds(check.substring("parent:".length()), name, value)
                  ? null
                  : "招标项目数据未上报，请先上报";
        }
      }
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable String required(String value) {
    return value.isEmpty() ? "字段" + name + "不能为空" : null;
  }

  private @Nullable String history(
      String check, ProvinceKind kind, Report report, ProvinceArchive archive) {
    String value = report.context(name);
    String type = report.title("DATA_TYPE");
    if ("unique".equals(check) && "1".equals(type)) {
      return archive.holds(kind.dataEn(), name, value) ? "[" + name + "]在系统中已存在" : null;
    }
    if ("fixed".equals(check) && "2".equals(type)) {
      return value.equals(archive.stored(report.title("DATA_KEY")).get(name))
          ? null
          : "[" + name + "]不能修改";
    }
    return null;
  }

  private @Nullable String form(String check, String value) {
    if (check.startsWith("=")) {
      int length = Integer.parseInt(check.substring(1));
      boolean fits = List.of(value.split(";", -1)).stream().allMatch(v -> v.length() == length);
      return fits ? null : "[" + name + "]长度有误";
    }
    if (check.startsWith("<=")) {
      return value.length() > Integer.parseInt(check.substring(2)) ? "[" + name + "]长度超出范围" : null;
    }
    if (check.startsWith(">=")) {
      return value.length() < Integer.parseInt(check.substring(2)) ? "[" + name + "]长度太短" : null;
    }
    if (check.startsWith("enum:")) {
      return Dictionary.ENUMS.lacks(check.substring(5), value) ? "[" + name + "]值不在范围内" : null;
    }
    if (check.startsWith("dict:")) {
      return dictionary(check.substring(5), value);
    }
    return switch (check) {
      case "time" -> isTime(value) ? null : "[" + name + "]日期格式不正确";
      case "area" -> area(value);
      default -> Character.isDigit(check.charAt(0)) ? number(check, value) : null;
    };
  }

  private @Nullable String dictionary(String type, String value) {
    for (String one : value.split(";", -1)) {
      if (!one.isEmpty() && Dictionary.DOMAINS.lacks(type, one)) {
        return "外键值不匹配,[" + name + "]字段的值域中不存在" + one;
      }
    }
    return null;
  }

  private @Nullable String area(String value) {
    if (value.length() < 6) {
      return "[" + name + "]的行政区划码长度有误";
    }
    return Dictionary.AREAS.lacks("area", value.substring(0, 6)) ? "[" + name + "]的行政区划码有误" : null;
  }

  private @Nullable String number(String digits, String value) {
    String[] most = digits.split("\\.", -1);
    String[] parts = value.split("\\.", -1);
    if (parts[0].length() > Integer.parseInt(most[0])) {
      return "[" + name + "整数部分超出范围]";
    }
    if (parts.length > 1 && parts[1].length() > Integer.parseInt(most[1])) {
      return "[" + name + "小数部分超出范围]";
    }
    return NUMBER.matcher(value).matches() ? null : "[" + name + "格式不正确]";
  }

  static boolean isTime(String value) {
    try {
      return LocalDateTime.parse(value, TIME).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
