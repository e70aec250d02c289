package io.shangda.hub.sandbox;

import java.util.List;

/**
 * A service item (事项) that citizens or companies apply for.
 *
 * @param base basic code, 12 characters; the leading 99 marks it as made up
 * @param kind GB/T 39046 A.6: 1 即办件, 2 承诺件
 * @param certificate name of what is issued; empty if nothing is
 */
record CaseItem(
    String base,
    String name,
    String org,
    String orgCode,
    boolean company,
    String kind,
    String certificate) {
  private static final String REGION = "330881";
  private static final String COUNTY_LEVEL = "4";

  static final List<CaseItem> ALL =
      List.of(
          of("990131001000", "食品经营许可新办", "江山市市场监督管理局", 11, true, "2", "食品经营许可证"),
          of("990123002000", "公共场所卫生许可新办", "江山市卫生健康局", 12, true, "2", "卫生许可证"),
          of("990117003000", "建筑工程施工许可证核发", "江山市住房和城乡建设局", 13, true, "2", "建筑工程施工许可证"),
          of("990714004000", "城乡居民基本养老保险参保登记", "江山市人力资源和社会保障局", 14, false, "1", ""),
          of("990711005000", "城镇居民最低生活保障金给付", "江山市民政局", 15, false, "2", ""));

  private static CaseItem of(
      String base, String name, String org, int serial, boolean company, String kind, String cert) {
    return new CaseItem(
        base, name, org, Identifiers.uscc("11", REGION, serial), company, kind, cert);
  }

  /** 实施编码, 31 characters: body's code, level, basic code. */
  String code() {
    return orgCode + COUNTY_LEVEL + base;
  }
}
