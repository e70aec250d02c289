package io.shangda.hub.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds labels in a line of a header block: {@code 索引号: 1133…/2013-1 主题分类: 政务公开}. The colon may be
 * half or full width; blanks inside a label ({@code 索 引 号}) do not matter; at the beginning of a
 * line a blank does for the colon.
 */
final class HeaderLabels {
  /**
   * Labels that stand in the header blocks of real disclosure sites. A document's own labels end
   * where one of these begins, whether or not it is wanted.
   */
  private static final List<String> KNOWN =
      List.of(
          "索引号", "主题分类", "发文机关", "成文日期", "发布日期", "浏览次数", "信息来源", "组配分类", "发布机构", "发文日期", "发布文号",
          "关键词", "主题导航", "信息名称", "内容概述", "名称", "分类", "文号", "文件下载", "时效", "有效性", "主题词", "来源", "作者",
          "点击", "编辑", "时间", "時間", "发布时间", "生成日期", "产生日期", "责任编辑", "体裁分类", "服务对象", "公开方式", "公开范围",
          "公开时限", "废止日期", "浏览量", "阅读次数", "点击数", "点击率", "字体", "字号");

  /** Longer lines are prose, whatever words they contain. */
  private static final int LONGEST = 300;

  private final Pattern withColon;
  private final Pattern atStart;

  HeaderLabels(Collection<String> configured) {
    TreeSet<String> all =
        new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(s -> s));
    all.addAll(KNOWN);
    all.addAll(configured);
    withColon =
        Pattern.compile(
            "(?<![^\\s\\[【〖(（|])(" + any(all) + ")[】〗]?\\s*[:：]", Pattern.UNICODE_CHARACTER_CLASS);
    TreeSet<String> own =
        new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(s -> s));
    own.addAll(configured);
    atStart =
        own.isEmpty()
            ? Pattern.compile("(?!)")
            : Pattern.compile(
                "^[【〖]?(" + any(own) + ")(?:[】〗]\\s*|\\s+)(\\S.{0,58})$",
                Pattern.UNICODE_CHARACTER_CLASS);
  }

  private static String any(Collection<String> labels) {
    return labels.stream()
        .map(
            label ->
                label
                    .codePoints()
                    .mapToObj(c -> Pattern.quote(Character.toString(c)))
                    .collect(Collectors.joining("\\s*")))
        .collect(Collectors.joining("|"));
  }

  /** Values by label, in the order of the line; empty if the line has no label. */
  Map<String, String> in(String line) {
    Map<String, String> values = new LinkedHashMap<>();
    if (line.length() > LONGEST) {
      return values;
    }
    List<int[]> found = new ArrayList<>();
    Matcher label = withColon.matcher(line);
    while (label.find()) {
      found.add(new int[] {label.start(1), label.end(1), label.end()});
    }
    for (int i = 0; i < found.size(); i++) {
      int to = i + 1 < found.size() ? found.get(i + 1)[0] : line.length();
      String name = line.substring(found.get(i)[0], found.get(i)[1]).replaceAll("\\s", "");
      values.putIfAbsent(name, value(line.substring(found.get(i)[2], to)));
    }
    Matcher start = atStart.matcher(line);
    if (values.isEmpty() && start.matches()) {
      values.put(start.group(1).replaceAll("\\s", ""), value(start.group(2)));
    }
    return values;
  }

  private static String value(String text) {
    String value = text.strip();
    while (!value.isEmpty() && "【〖[(（|".indexOf(value.charAt(value.length() - 1)) >= 0) {
      value = value.substring(0, value.length() - 1).strip();
    }
    return value.matches("[\\[\\]()（）\\s]*") ? "" : value;
  }
}
