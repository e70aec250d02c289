package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CSV: one record a row, field names from the header row; every value is text. */
record CsvDecoder(CsvOptions options, int maxRecord) {

  List<RawRecord> decode(Text text) {
    CsvRows rows = rows(text.chars());
    List<String> names = options.columns();
    if (names.isEmpty()) {
      CsvRows.@Nullable Row header = header(rows);
      RawRecord.@Nullable Unreadable mistake = mistake(header, text);
      if (header == null || mistake != null) {
        return List.of(mistake == null ? Unreadables.empty("line 1") : mistake);
      }
      names = names(header.cells());
    }
    return records(rows, names, text);
  }

  private List<RawRecord> records(CsvRows rows, List<String> names, Text text) {
    List<RawRecord> records = new ArrayList<>();
    while (rows.hasNext()) {
      CsvRows.Row row = rows.next();
      if (!row.isBlank()) {
        records.add(kept(record(row, names, text), records.size(), row, names, text));
      }
    }
    return records;
  }

  /** All rows behind the lines that are to be skipped; the first may be the header. */
  CsvRows rows(String chars) {
    CsvRows rows = new CsvRows(chars, options.separator(), options.quote());
    for (int i = 0; i < options.skip() && rows.hasNext(); i++) {
      rows.skipLine();
    }
    return rows;
  }

  private static CsvRows.@Nullable Row header(CsvRows rows) {
    while (rows.hasNext()) {
      CsvRows.Row row = rows.next();
      if (!row.isBlank()) {
        return row;
      }
    }
    return null;
  }

  private RawRecord.@Nullable Unreadable mistake(CsvRows.@Nullable Row header, Text text) {
    if (header == null) {
      return null;
    }
    String place = "line " + header.line();
    Text.Damage damage = text.damage(header.from(), header.to());
    if (damage != null) {
      return Unreadables.charset(place, text.charset().name(), damage.byteAt());
    }
    if (!header.wellFormed()) {
      return Unreadables.header(place, "引号不成对", "its quotes do not match");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names(header.cells())) {
      if (!seen.add(name)) {
        return Unreadables.header(
            place, "列名 “" + name + "” 重复", "the column '" + name + "' stands in it twice");
      }
    }
    return null;
  }

  /** Column titles as field names; a column without a title gets its number. */
  private List<String> names(List<String> titles) {
    List<String> names = new ArrayList<>();
    for (String cell : titles) {
      String title = cell.strip();
      names.add(
          title.isEmpty()
              ? "column" + (names.size() + 1)
              : options.rename().getOrDefault(title, title));
    }
    return names;
  }

  private RawRecord record(CsvRows.Row row, List<String> names, Text text) {
    String place = "line " + row.line();
    Text.Damage damage = text.damage(row.from(), row.to());
    if (damage != null) {
      return Unreadables.charset(place, text.charset().name(), damage.byteAt());
    }
    if (!row.wellFormed()) {
      return Unreadables.quotes(place);
    }
    if (row.cells().size() != names.size()) {
      return Unreadables.columns(place, row.cells().size(), names.size());
    }
    int chars = row.to() - row.from();
    if (chars > maxRecord / 3 && bytes(row, text) > maxRecord) {
      return Unreadables.tooLarge(place, bytes(row, text), maxRecord);
    }
    return new RawRecord.Readable(place, tree(row, names));
  }

  private static ObjectNode tree(CsvRows.Row row, List<String> names) {
    ObjectNode record = Json.object();
    for (int i = 0; i < names.size(); i++) {
      record.put(names.get(i), row.cells().get(i));
    }
    return record;
  }

  private RawRecord kept(
      RawRecord record, int before, CsvRows.Row row, List<String> names, Text text) {
    int from = row.from();
    int to = row.to();
    return Trees.kept(
        record,
        before,
        () -> {
          String chars = text.chars().substring(from, to);
          return tree(new CsvRows(chars, options.separator(), options.quote()).next(), names);
        });
  }

  private static int bytes(CsvRows.Row row, Text text) {
    return text.chars().substring(row.from(), row.to()).getBytes(StandardCharsets.UTF_8).length;
  }
}
