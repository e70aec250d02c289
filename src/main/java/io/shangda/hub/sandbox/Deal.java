package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * One public-resource deal from its project to its result, in the columns of the trading centre.
 * Everything in it follows from its number, so that the same deal is always the same.
 *
 * @param number counted from 1
 * @param opened when the project was registered
 */
record Deal(int number, Instant opened) {
  /** Record kinds, in the order in which they come into being: 项目, 招标项目, 公告, 候选人, 结果. */
  static final String PROJECT = "XM";

  static final String TENDER = "ZBXM";
  static final String NOTICE = "ZBGG";
  static final String CANDIDATE = "HXRGS";
  static final String RESULT = "ZBJG";
  static final List<String> KINDS = List.of(PROJECT, TENDER, NOTICE, CANDIDATE, RESULT);

  /** Mark of a row that the centre does not show yet; never leaves the sandbox. */
  static final String HIDDEN = "_hidden";

  /** Name of another project; never leaves the sandbox. */
  static final String OTHER_NAME = "_otherName";

  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter CHINESE = DateTimeFormatter.ofPattern("yyyy年MM月dd日 HH:mm");
  private static final List<String> COUNTIES =
      List.of(
          "532301 楚雄市",
          "532302 禄丰市",
          "532322 双柏县",
          "532323 牟定县",
          "532324 南华县",
          "532325 姚安县",
          "532326 大姚县",
          "532327 永仁县",
          "532328 元谋县",
          "532329 武定县");

  /** What is bought, the division of GB/T 4754 it belongs to, and how it is described. */
  private static final List<String> WORKS =
      List.of(
          "乡镇供水管网改造|E48|供水管材|DN200球墨铸铁管|2600米|428.50元/米",
          "山区光伏提灌站建设|D44|光伏组件|550W单晶硅|1200块|612.00元/块",
          "县域数字档案馆设备采购|I65|档案服务器|2路32核|8台|68500.00元/台",
          "中心卫生院医疗设备采购|Q84|数字化X射线机|DR-500|3台|786000.00元/台",
          "农村公路安防设施|E48|波形护栏|Gr-B-4E|15800米|136.00元/米");

  /** What a kind is called above. */
  static String type(String kind) {
    return switch (kind) {
      case PROJECT -> "project";
      case TENDER -> "tender-project";
      case NOTICE -> "tender-notice";
      case CANDIDATE -> "tender-candidate";
      default -> "tender-result";
    };
  }

  String id(String kind) {
    return "CX%s%05d".formatted(kind, number);
  }

  String name() {
    return county().substring(7) + work(0) + "项目（第" + number + "期）";
  }

  JsonObject row(String kind, int revision, Instant changed) {
    JsonObject row =
        new JsonObject()
            .put("id", id(kind))
            .put("dataType", kind)
            .put("updateTime", time(changed).format(SECONDS))
            .put("isDeleted", 0);
    return switch (kind) {
      case PROJECT -> project(row, revision);
      case TENDER -> tender(row);
      case NOTICE -> notice(row, revision);
      case CANDIDATE -> candidate(row);
      default -> result(row);
    };
  }

  private JsonObject project(JsonObject row, int revision) {
    return row.put("projectNo", projectNo())
        .put("projectName", name())
        .put("areaCode", region())
        .put("fixedAsset", "是")
        .put("investCode", investCode())
        .put("address", "云南省楚雄彝族自治州" + county().substring(7) + "样例镇" + number + "号")
        .put("legalPerson", owner())
        .put("industry", work(1))
        .put("fundSource", number % 2 == 0 ? "财政资金" : "专项债券")
        .put("fundRatio", number % 2 == 0 ? "财政资金100%" : "专项债券80%，自筹20%")
        .put("scale", work(0) + "，" + work(4))
        .put("contact", person(number))
        .put("contactPhone", "0878-%07d".formatted(3_000_000 + number * 10 + revision))
        .put("approvalName", "关于" + name() + "可行性研究报告的批复")
        .put("approvalNo", "楚发改〔%d〕%d号".formatted(at(0).getYear(), number))
        .put("approvalOrg", county().substring(7) + "发展和改革局")
        .put("createTime", at(0).format(SECONDS))
        .put("operator", person(number + 3))
        .put("viewCount", number * 3 + revision);
  }

  private JsonObject tender(JsonObject row) {
    boolean self = number % 5 == 0;
    return row.put("projectId", id(PROJECT))
        .put("projectNo", projectNo())
        .put("tenderNo", tenderNo())
        .put("dealCode", dealCode())
        .put("mustTender", "是")
        .put("tenderName", name() + "招标")
        .put("tenderType", "其他")
        .put("areaCode", region())
        .put("tenderContent", "采购" + work(2) + "（" + work(3) + "）" + work(4) + "及安装调试。")
        .put("ownerName", owner())
        .put("tendererName", owner())
        .put("tendererCode", ownerCode())
        .put("joint", "否")
        .put("agencyName", self ? "" : agency())
        .put("agencyCode", self ? "" : agencyCode())
        .put("agencyAreaCode", self ? "" : "530102")
        .put("agencyProperty", self ? "" : "私营企业")
        .put("tenderMode", number % 7 == 0 ? "邀请招标" : "公开招标")
        .put("organizeForm", self ? "自行招标" : "委托招标")
        .put("createTime", at(1).format(SECONDS))
        .put("superviseDept", county().substring(7) + "公共资源交易管理局")
        .put("approveDept", county().substring(7) + "发展和改革局")
        .put("duty", person(number + 5))
        .put("tendererAreaCode", region())
        .put("tendererProperty", "事业单位")
        .put("operator", person(number + 3))
        .put("systemFee", "0");
  }

  private JsonObject notice(JsonObject row, int revision) {
    return row.put("tenderId", id(TENDER))
        .put("tenderNo", tenderNo())
        .put("sectionNos", sectionNo())
        .put("dealCode", dealCode())
        .put("selfCode", "CXGC%d-%04d".formatted(at(0).getYear(), number))
        .put("title", name() + "招标公告")
        .put(
            "content",
            "%s已由%s批准建设，招标人为%s。现对%s进行公开招标，欢迎合格的投标人参加。"
                .formatted(name(), county().substring(7) + "发展和改革局", owner(), work(2)))
        .put("publishTime", at(2).format(CHINESE))
        .put("media", "云南省公共资源交易信息网;楚雄州公共资源交易信息网")
        .put("url", url(NOTICE))
        .put("nature", "正常公告")
        .put("bulletinType", "招标公告")
        .put("docStart", at(2).plusHours(1).format(MINUTES))
        .put("docEnd", at(8).format(MINUTES))
        .put("docMethod", "登录楚雄州公共资源交易电子化平台下载")
        .put("bidDeadline", at(23).plusMinutes(30L * revision).format(MINUTES))
        .put("openTime", at(23).plusMinutes(30L * revision).format(MINUTES))
        .put("bidMethod", "网上递交加密电子投标文件")
        .put("jointBid", "否")
        .put("tendererCode", ownerCode())
        .put("tendererName", owner())
        .put("tendererAddress", county().substring(7) + "样例路" + number + "号")
        .put("tendererContact", person(number))
        .put("tendererPhone", "0878-%07d".formatted(3_100_000 + number))
        .put("tendererEmail", "zb" + number + "@chuxiong.example")
        .put("duty", person(number + 5))
        .put("verifier", person(number + 6));
  }

  private JsonObject candidate(JsonObject row) {
    return row.put("tenderId", id(TENDER))
        .put("tenderNo", tenderNo())
        .put("sectionNos", sectionNo())
        .put("dealCode", dealCode())
        .put("title", name() + "中标候选人公示")
        .put("content", "第一中标候选人：" + bidder(0) + "；第二中标候选人：" + bidder(1) + "。")
        .put("submitTime", at(24).format(MINUTES))
        .put("media", "楚雄州公共资源交易信息网")
        .put("url", url(CANDIDATE))
        .put("publicityType", "中标候选人公示")
        .put("publicityStart", at(24).format(MINUTES))
        .put("publicityEnd", at(27).format(MINUTES))
        .put("publicityStartNextDay", at(25).format(MINUTES))
        .put("objection", "公示期内以书面形式向招标人提出")
        .put("duty", person(number + 5))
        .put("verifier", person(number + 6))
        .put("firstName", bidder(0))
        .put("firstCode", bidderCode(0))
        .put("secondName", bidder(1))
        .put("secondCode", bidderCode(1));
  }

  private JsonObject result(JsonObject row) {
    return row.put("tenderId", id(TENDER))
        .put("tenderNo", tenderNo())
        .put("sectionNo", sectionNo())
        .put("dealCode", dealCode())
        .put("areaCode", region())
        .put("agencyName", agency())
        .put("agencyCode", agencyCode())
        .put("title", name() + "中标结果公告")
        .put(
            "content",
            "标的名称：%s；规格型号：%s；数量：%s；单价：%s。中标人：%s。"
                .formatted(work(2), work(3), work(4), work(5), bidder(0)))
        .put("publishTime", at(28).atZone(ZONE).toEpochSecond())
        .put("media", "楚雄州公共资源交易信息网")
        .put("url", url(RESULT))
        .put("nature", "正常公告")
        .put("winnerName", bidder(0))
        .put("winnerCode", bidderCode(0))
        .put("winnerAreaCode", "530111")
        .put("winnerProperty", "私营企业")
        .put("priceForm", "金额")
        .put("amount", "%d.%02d".formatted(100 + number * 7, number % 100))
        .put("currency", "CNY")
        .put("unit", "万元")
        .put("duty", person(number + 5))
        .put("verifier", person(number + 6))
        .put("leader", person(number + 9))
        .put("leaderIdNo", Identifiers.identityNumber(region(), number));
  }

  private LocalDateTime at(int day) {
    return time(opened.plus(Duration.ofDays(day)));
  }

  private static LocalDateTime time(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZONE);
  }

  private String county() {
    return COUNTIES.get(number % COUNTIES.size());
  }

  private String region() {
    return county().substring(0, 6);
  }

  private String work(int part) {
    return WORKS.get(number % WORKS.size()).split("\\|", -1)[part];
  }

  /** 17 characters: E, division, system, serial. */
  private String projectNo() {
    return "E%s5301%06d".formatted(region(), number);
  }

  private String tenderNo() {
    return projectNo() + "001";
  }

  private String sectionNo() {
    return tenderNo() + "001";
  }

  private String investCode() {
    return "%02d%02d-%s-04-01-%06d"
        .formatted(at(0).getYear() % 100, at(0).getMonthValue(), region(), 100_000 + number);
  }

  private String dealCode() {
    return new DealCode(
            "A99", TradingCentre.PUBLISHER, at(1).format(DateTimeFormatter.BASIC_ISO_DATE), number)
        .toString();
  }

  private String owner() {
    return county().substring(7) + "样例建设服务中心";
  }

  private String ownerCode() {
    return Identifiers.uscc("12", region(), 70_000_000 + number % COUNTIES.size());
  }

  private static String agency() {
    return "云南样例招标代理有限公司";
  }

  private static String agencyCode() {
    return Identifiers.uscc("91", "530102", 71_000_001);
  }

  private String bidder(int rank) {
    return "云南样例" + (number * 2 + rank) + "号工程有限公司";
  }

  private String bidderCode(int rank) {
    return Identifiers.uscc("91", "530111", 72_000_000 + number * 2 + rank);
  }

  private String url(String kind) {
    return "http://ggzy.chuxiong.example/jyxx/" + id(kind) + ".html";
  }

  private static String person(int serial) {
    return "样" + "甲乙丙丁戊己庚辛壬癸".charAt(serial % 10) + "甲乙丙丁戊己庚辛壬癸".charAt(serial / 10 % 10);
  }
}
