package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.translate.CodeTable.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one code table: a CSV in UTF-8 with the columns {@code code}, {@code value} and, if wanted,
 * {@code valid_from}, {@code valid_to} (ISO days, both included), {@code source} (a source id) and
 * {@code note}, in any order. Rows with mistakes are left out and reported.
 */
final class CodeTableFile {
  private static final List<String> COLUMNS =
      List.of("code", "value", "valid_from", "valid_to", "source", "note");

  private final String name;
  private final String file;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<String, List<Row>> common = new HashMap<>();
  private final Map<String, Map<String, List<Row>>> bySource = new HashMap<>();
  private final List<ConfigMistake> mistakes = new ArrayList<>();
  private int width; // cells of the header; 0 before it was read

  private CodeTableFile(String name, String file) {
    this.name = name;
    this.file = file;
  }

  static CodeTableFile read(String name, String file, byte[] content) {
    CodeTableFile read = new CodeTableFile(name, file);
    read.readRows(new String(content, StandardCharsets.UTF_8).replace("\uFEFF", ""));
    return read;
  }

  CodeTable table() {
    return new CodeTable(name, common, bySource);
  }

  List<ConfigMistake> mistakes() {
    return mistakes;
  }

  private void readRows(String text) {
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .build();
    int line = 1;
    try (MappingIterator<String[]> rows = mapper.readerFor(String[].class).readValues(text)) {
      while (rows.hasNext()) {
        line = rows.getCurrentLocation().getLineNr();
        String[] cells = rows.next();
        if (width == 0) {
          readHeader(cells, line);
        } else if (columns.containsKey("code") && columns.containsKey("value")) {
          readRow(cells, line);
        }
      }
    } catch (IOException | RuntimeException e) {
      mistake(line, "", "a line that is no CSV", "cells parted by commas, quotes closed");
    }
    if (width == 0) {
      mistake(1, "", "an empty file", "a header line such as code,value");
    }
  }

  private void readHeader(String[] cells, int line) {
    width = cells.length;
    for (int i = 0; i < cells.length; i++) {
      if (!COLUMNS.contains(cells[i]) || columns.put(cells[i], i) != null) {
        mistake(
            line, cells[i], "column '" + cells[i] + "'", "each of " + COLUMNS + " at most once");
      }
    }
    for (String needed : List.of("code", "value")) {
      if (!columns.containsKey(needed)) {
        mistake(line, needed, "no column '" + needed + "'", "a header line such as code,value");
      }
    }
  }

  private void readRow(String[] cells, int line) {
    String code = cell(cells, "code");
    String value = cell(cells, "value");
    if (code.isEmpty() || value.isEmpty() || cells.length > width) {
      mistake(line, "", cells.length + " cells", "a code, a value and one cell for each column");
      return;
    }
    LocalDate from = day(cells, "valid_from", line);
    LocalDate to = day(cells, "valid_to", line);
    if (from != null && to != null && from.isAfter(to)) {
      mistake(line, "valid_to", to + ", before " + from, "a day on or after valid_from");
      return;
    }
    Row row = new Row(TextNode.valueOf(value), from, to);
    String source = cell(cells, "source");
    Map<String, List<Row>> rows =
        source.isEmpty() ? common : bySource.computeIfAbsent(source, s -> new HashMap<>());
    List<Row> same = rows.computeIfAbsent(code, c -> new ArrayList<>(1));
    if (same.stream().anyMatch(row::meets)) {
      mistake(line, "code", "code '" + code + "' a second time for the same days", "one row a day");
    } else {
      same.add(row);
    }
  }

  private @Nullable LocalDate day(String[] cells, String column, int line) {
    String text = cell(cells, column);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      mistake(line, column, "'" + text + "'", "a day such as 2019-05-15");
      return null;
    }
  }

  private String cell(String[] cells, String column) {
    Integer at = columns.get(column);
    return at == null || at >= cells.length ? "" : cells[at];
  }

  private void mistake(int line, String key, String found, String expected) {
    mistakes.add(new ConfigMistake(file, line, key, found, expected));
  }
}
