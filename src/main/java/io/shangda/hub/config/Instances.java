package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes one source of every row of a CSV file. A column is either a key of a source ({@code title},
 * {@code options.url}, {@code types.disclosure.mapping}) or a name for {@code ${column}} in its
 * texts. An empty cell leaves the key as the file and its base have it.
 */
final class Instances {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z][a-z0-9.-]*)}");

  /** First parts of columns that are keys; anything else is a name for placeholders. */
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "title",
          "region",
          "publisher",
          "sandbox",
          "connector",
          "options",
          "charset",
          "time-zone",
          "schedule",
          "max-record",
          "types");

  private final String file;
  private final Mistakes mistakes;

  Instances(String file, Mistakes mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  List<Document> of(Value.Fields template, String csv) {
    List<CsvRow> rows = CsvRow.read(csv);
    if (rows.isEmpty() || !rows.get(0).cells().contains("id")) {
      mistakes.add(
          new Place(file, 1), "", "no column 'id'", "a header row with at least the column 'id'");
      return List.of();
    }
    List<String> columns = rows.get(0).cells();
    requireUsed(columns, template);
    List<Document> all = new ArrayList<>();
    for (CsvRow row : rows.subList(1, rows.size())) {
      Place place = new Place(file, row.line());
      if (row.cells().size() == columns.size()) {
        all.add(new Document(file, true, instance(template, columns, row.cells(), place)));
      } else {
        mistakes.add(
            place,
            "",
            row.cells().size() + " cells",
            columns.size() + " cells, as many as the header row has");
      }
    }
    return all;
  }

  private Value.Fields instance(
      Value.Fields template, List<String> columns, List<String> cells, Place place) {
    Map<String, String> byColumn = new HashMap<>();
    Value.Fields fields = new Value.Fields(place, template.byKey());
    for (int i = 0; i < columns.size(); i++) {
      byColumn.put(columns.get(i), cells.get(i));
      if (isKey(columns.get(i)) && !cells.get(i).isEmpty()) {
        List<String> path = List.of(columns.get(i).split("\\."));
        fields = (Value.Fields) set(fields, path, columns.get(i), cells.get(i), place);
      }
    }
    return (Value.Fields) filled(fields, byColumn, "", place);
  }

  private Value set(
      @Nullable Value into, List<String> path, String column, String cell, Place place) {
    if (path.isEmpty()) {
      return cell(into, cell, place);
    }
    String key = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (into instanceof Value.Items items) {
      int at = Merge.indexOf(items.list(), key);
      if (at < 0) {
        mistakes.add(
            place, column, "no record type '" + key + "'", "a type of the file or its base");
        return into;
      }
      List<Value> list = new ArrayList<>(items.list());
      list.set(at, set(list.get(at), rest, column, cell, place));
      return new Value.Items(items.place(), List.copyOf(list));
    }
    Value.Fields fields =
        into instanceof Value.Fields there ? there : new Value.Fields(place, new LinkedHashMap<>());
    return fields.with(key, set(fields.get(key), rest, column, cell, place));
  }

  /** A cell is text, unless it takes the place of a number, or is true or false. */
  private static Value cell(@Nullable Value replaced, String cell, Place place) {
    JsonNode plain = YamlReader.plain(cell);
    boolean number = replaced != null && replaced.json().isNumber() && plain.isNumber();
    return plain.isBoolean() || number
        ? new Value.Plain(place, plain)
        : Value.Plain.text(place, cell);
  }

  private Value filled(Value value, Map<String, String> byColumn, String key, Place row) {
    if (value instanceof Value.Fields fields) {
      Map<String, Value> copy = new LinkedHashMap<>();
      fields
          .byKey()
          .forEach(
              (name, item) ->
                  copy.put(
                      name, filled(item, byColumn, key.isEmpty() ? name : key + "." + name, row)));
      return new Value.Fields(fields.place(), copy);
    }
    if (value instanceof Value.Items items) {
      return new Value.Items(
          items.place(),
          items.list().stream()
              .map(item -> filled(item, byColumn, key + typed(item), row))
              .toList());
    }
    if (!value.json().isTextual() || !PLACEHOLDER.matcher(value.json().textValue()).find()) {
      return value;
    }
    String text = filled(value, value.json().textValue(), byColumn, key);
    boolean whole = !PLACEHOLDER.matcher(text).find();
    return Value.Plain.text(whole ? row : value.place(), text);
  }

  private static String typed(Value item) {
    String type = Merge.typeOf(item);
    return type == null ? "" : "[" + type + "]";
  }

  private String filled(Value value, String text, Map<String, String> byColumn, String key) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match -> {
              String cell = byColumn.get(match.group(1));
              if (cell == null) {
                mistakes.add(
                    value.place(),
                    key,
                    match.group(),
                    "a column of "
                        + file
                        + ": one of "
                        + String.join(", ", new TreeSet<>(byColumn.keySet())));
              }
              return Matcher.quoteReplacement(cell == null ? match.group() : cell);
            });
  }

  private void requireUsed(List<String> columns, Value.Fields template) {
    String texts = template.json().toString();
    for (String column : columns) {
      if (!isKey(column) && !texts.contains("${" + column + "}")) {
        mistakes.add(
            new Place(file, 1),
            "",
            "the column " + Mistakes.quoted(column),
            "a key of a source (title, options.url, …) or a name that stands as ${"
                + column
                + "} in the file or its base");
      }
    }
  }

  private static boolean isKey(String column) {
    int dot = column.indexOf('.');
    return KEYS.contains(dot < 0 ? column : column.substring(0, dot));
  }
}
