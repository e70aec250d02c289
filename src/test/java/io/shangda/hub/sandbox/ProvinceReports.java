package io.shangda.hub.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Good reports to the province platform, to be changed by a test. */
final class ProvinceReports {
  static final RealLikePlatform.Sender SENDER =
      new RealLikePlatform.Sender("5301", "sandbox!", TradingCentre.PUBLISHER);
  private static final Map<String, String> NAMES =
      Map.of(
          "500", "PROJECT",
          "501", "TENDER_PROJECT",
          "503", "TENDER_ANN_QUA_INQUERY_ANN",
          "511", "TENDER_CANDIDATE_ANNOUNCE",
          "513", "WIN_RESULT_ANNO");

  private final Clock clock;

  ProvinceReports(Clock clock) {
    this.clock = clock;
  }

  /** A report by part and field. */
  record Sent(Map<String, Map<String, String>> parts) {
    /** Sets a field; an empty value takes it away. */
    Sent set(String part, String field, String value) {
      Map<String, String> fields = parts.computeIfAbsent(part, p -> new LinkedHashMap<>());
      if (value.isEmpty()) {
        fields.remove(field);
      } else {
        fields.put(field, value);
      }
      return this;
    }

    Sent without(String part) {
      parts.remove(part);
      return this;
    }

    String xml() {
      return ProvinceReports.xml(parts);
    }
  }

  /** A new report of a kind, the n-th of the test. */
  Sent good(String kind, int n) {
    Map<String, Map<String, String>> report = new LinkedHashMap<>();
    report.put(
        "VALIDATION",
        new LinkedHashMap<>(
            Map.of(
                "SYSTEM_NO", SENDER.systemNo(),
                "TOKEN", new ProvinceToken(SENDER.secret(), clock).make())));
    report.put(
        "TITLE",
        new LinkedHashMap<>(
            Map.of(
                "CA_KEY", "0",
                "DATA_CN", "数据",
                "DATA_EN", NAMES.get(kind),
                "DATA_KEY", "5301" + kind + "20251122" + "%07d".formatted(n),
                "DATA_NO", kind,
                "DATA_TYPE", "1",
                "ROUTE_WAY", "0")));
    Map<String, String> context = context(kind, n);
    context.put("PLATFORM_CODE", SENDER.platformCode());
    context.put("PUB_SERVICE_PLAT_CODE", "125300005300000011");
    context.put("DATA_TIMESTAMP", "20251122080000");
    context.put("TRADE_PLAT", "53230000001");
    context.put("PUB_SERVICE_PLAT", "53000000001");
    report.put("CONTEXT", context);
    return new Sent(report);
  }

  private static String xml(Map<String, Map<String, String>> report) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><DES>");
    report.forEach(
        (part, fields) -> {
          xml.append('<').append(part).append('>');
          boolean files = "FILECONTEXT".equals(part);
          xml.append(files ? "<SOURCE><FILE_EN_NAME>PROJECT_APPROVAL_FILE</FILE_EN_NAME>" : "");
          fields.forEach(
              (name, value) ->
                  xml.append("<%s>%s</%s>".formatted(name, value.replace("&", "&amp;"), name)));
          xml.append(files ? "</SOURCE>" : "").append("</").append(part).append('>');
        });
    return xml.append("</DES>").toString();
  }

  private static Map<String, String> context(String kind, int n) {
    Map<String, String> fields = new LinkedHashMap<>();
    String section = "";
    for (String line : lines("/sandbox/province-reports.txt")) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.length() - 1);
      } else if (section.equals(kind)) {
        String[] parts = line.split("=", 2);
        fields.put(parts[0], parts[1].replace("${n}", "%06d".formatted(n)));
      }
    }
    return fields;
  }

  static List<String> lines(String resource) {
    try (InputStream in =
        Objects.requireNonNull(ProvinceReports.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
