package io.shangda.hub.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record kind of the province platform's data specification 4.0.
 *
 * @param repeat columns that together mark a duplicate; judged on inserts
 * @param rules rules over more than one field
 * @param fields in the order in which they are checked
 */
record ProvinceKind(
    String dataNo,
    String dataEn,
    List<String> repeat,
    List<String> rules,
    List<ProvinceField> fields) {
  private static final String TABLE = "/sandbox/province-kinds.txt";

  /** All kinds by DATA_NO. */
  static Map<String, ProvinceKind> all() {
    Map<String, ProvinceKind> kinds = new LinkedHashMap<>();
    ProvinceKind kind = null;
    for (String line : lines()) {
      if (line.startsWith("[")) {
        String[] head = line.substring(1, line.length() - 1).split(" ", -1);
        kind =
            new ProvinceKind(
                head[0], head[1], new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        kinds.put(kind.dataNo, kind);
      } else if (kind != null && !line.isBlank()) {
        kind.add(List.of(line.split(" ", -1)));
      }
    }
    return kinds;
  }

  private void add(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.get(0)) {
      case "repeat" -> repeat.addAll(rest);
      case "table" -> rules.addAll(rest);
      default -> fields.add(ProvinceField.of(words.get(0), rest));
    }
  }

  /** Why the platform refuses a report's fields; null if it does not. */
  @Nullable String refusal(Report report, ProvinceArchive archive) {
    for (ProvinceField field : fields) {
      String refusal = field.refusal(this, report, archive);
      if (refusal != null) {
        return refusal;
      }
    }
    for (String rule : rules) {
      String refusal = TableRule.valueOf(rule).refusal(report);
      if (refusal != null) {
        return refusal;
      }
    }
    if ("1".equals(report.title("DATA_TYPE"))) {
      String twin = archive.twin(dataEn, repeat, report);
      return twin == null ? null : "[" + dataEn + "]存在重复数据，重复DATA_KEY:" + twin + "，请确认！";
    }
    return null;
  }

  private static List<String> lines() {
    try (InputStream table =
        Objects.requireNonNull(ProvinceKind.class.getResourceAsStream(TABLE), TABLE)) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
