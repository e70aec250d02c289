package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One case (办件) of the agency: what the clerks have of it so far, in the agency's own columns (the
 * pinyin initials of the exchange set with the messages 2 受理, 3 审批, 4 办结).
 */
final class CaseFile {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final String[] STEPS = {"承办", "审核", "批准"};
  private static final String[] STEMS = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};

  private final CaseItem item;
  private final int serial;
  private final String number;
  private final LocalDateTime opened;
  private int step;
  private boolean closed;

  CaseFile(CaseItem item, int serial, Instant opened) {
    this.item = item;
    this.serial = serial;
    this.opened = LocalDateTime.ofInstant(opened, ZONE);
    // 办件编号: 31 characters of the item, the day, four digits of the day
    this.number = item.code() + DAY.format(this.opened) + String.format("%04d", serial % 10_000);
  }

  String number() {
    return number;
  }

  boolean open() {
    return !closed;
  }

  /** 受理: the application and its acceptance as one row. */
  JsonObject accept(Instant now, @Nullable Flaw flaw, int revision) {
    JsonObject row =
        row("2", "SL", now)
            .put("SXMC", item.name())
            .put("SXBBH", 1)
            .put("BJLX", item.kind())
            .put("SQRLX", item.company() ? "10" : "20")
            .put("SQRMC", applicant())
            .put("SQRZJLX", item.company() ? "001" : "111")
            .put("SQRZJHM", applicantCode())
            .put("LXRXM", person(serial + 3))
            .put("LXRSJ", String.format("100%08d", serial))
            .put("TXDZ", "江山市双塔街道样例路" + (1 + serial % 200) + "号")
            .put("TJFS", serial % 3 == 0 ? "窗口办理" : "电脑端网上办理")
            .put("SBSJ", time(opened.minusHours(2)))
            .put("SLBMMC", item.org())
            .put("SLBMZZJDDM", item.orgCode())
            .put("BLRXM", person(serial + 7))
            .put("SLZTDM", "1")
            .put("SLHZH", "江受〔" + opened.getYear() + "〕" + serial + "号")
            .put("SLSJ", time(opened))
            .put("CNBJSJ", time(opened.plusDays(20)))
            .put("SJBBH", revision)
            .put("BZ", revision > 1 ? "第" + revision + "次更正" : "");
    if (flaw != null) {
      flaw.spoil(row);
    }
    return row;
  }

  /** 审批: the next step; null once all three are done. */
  @Nullable JsonObject nextStep(Instant now) {
    if (step == STEPS.length) {
      return null;
    }
    String name = STEPS[step++];
    return row("3", "SP" + step, now)
        .put("SPHJDM", String.valueOf(step))
        .put("SPHJMC", name)
        .put("SPBZH", step)
        .put("SPYJ", step == STEPS.length ? "准予办理。" : "材料齐全，建议进入下一环节。")
        .put("SPSJ", time(LocalDateTime.ofInstant(now, ZONE)))
        .put("YWDZ", "通过")
        .put("SPHJZTDM", "2")
        .put("BLRXM", person(serial + 10 + step));
  }

  /** 办结. */
  JsonObject result(Instant now, @Nullable Flaw flaw) {
    closed = true;
    boolean certificate = !item.certificate().isEmpty();
    JsonObject row =
        row("4", "BJ", now)
            .put("BJJGDM", certificate ? "0" : "6")
            .put("BJJGMS", certificate ? "准予许可，制证完成" : "办理完毕")
            .put("ZJMC", item.certificate())
            .put(
                "ZJBH",
                certificate ? "JS" + DAY.format(opened) + String.format("%06d", serial) : "")
            .put("SFJE", "0.00")
            .put("JEDWDM", "CNY")
            .put("SFKDDS", serial % 2 == 0 ? "是" : "否")
            .put("BLRXM", person(serial + 14))
            .put("BJSJ", time(LocalDateTime.ofInstant(now, ZONE)));
    if (flaw != null) {
      flaw.spoil(row);
    }
    return row;
  }

  private JsonObject row(String kind, String suffix, Instant now) {
    return new JsonObject()
        .put("row_guid", number + "-" + suffix)
        .put("cd_operation", "I")
        .put("cd_time", format(now))
        .put("cd_batch", DAY.format(LocalDateTime.ofInstant(now, ZONE)))
        .put("XXLX", kind)
        .put("SBLSH", number)
        .put("SXBM", item.code())
        .put("XZQHDM", "330881");
  }

  private String applicant() {
    return item.company() ? "江山样例" + serial + "号贸易有限公司" : person(serial);
  }

  private String applicantCode() {
    return item.company()
        ? Identifiers.uscc("91", "330881", serial)
        : Identifiers.identityNumber("330881", serial);
  }

  private static String person(int serial) {
    return "样" + STEMS[serial % 10] + STEMS[serial / 10 % 10];
  }

  static String format(Instant instant) {
    return time(LocalDateTime.ofInstant(instant, ZONE));
  }

  private static String time(LocalDateTime time) {
    return SECONDS.format(time);
  }
}
