package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * CSV: one record a row, field names from the header row; every value is text. What spreadsheets
 * add is understood and told: rows of separators only, a separator behind the last column, {@code
 * ="00123"}.
 */
record CsvDecoder(CsvOptions options, int maxRecord) {

  List<RawRecord> decode(Text text) {
    Mends mends = new Mends();
    CsvHead head = CsvHead.of(text, options, mends);
    if (head.mistake() != null) {
      return List.of(head.mistake());
    }
    return mends.at(new Rows(head, text, mends).records());
  }

  /** All rows behind the lines that are to be skipped; the first may be the header. */
  CsvRows rows(String chars) {
    return CsvHead.rows(chars, options, new Mends());
  }

  /** True for the line that ends a file and is no record. */
  boolean isTrailer(CsvRows rows, CsvRows.Row row, String chars) {
    return !rows.hasNext()
        && WholeSign.isTrailer(options.trailer(), chars.substring(row.from(), row.to()));
  }

  private final class Rows {
    private final CsvHead head;
    private final Text text;
    private final Mends mends;

    Rows(CsvHead head, Text text, Mends mends) {
      this.head = head;
      this.text = text;
      this.mends = mends;
    }

    List<RawRecord> records() {
      List<RawRecord> records = new ArrayList<>();
      CsvRows rows = head.rows();
      while (rows.hasNext()) {
        CsvRows.Row row = rows.next();
        if (row.isBlank() && row.cells().size() > 1) {
          mends.add(place(row), "只有分隔符的空行不是记录，已略过", "a row with nothing in it is no record");
        }
        if (!row.isBlank() && !isTrailer(rows, row, text.chars())) {
          records.add(kept(record(row), records.size(), row, rows));
        }
      }
      return records;
    }

    private String place(CsvRows.Row row) {
      return "line " + row.line();
    }

    private RawRecord record(CsvRows.Row row) {
      String place = place(row);
      Text.Damage damage = text.damage(row.from(), row.to());
      if (damage != null) {
        return Unreadables.charset(place, text.charset().name(), damage.byteAt());
      }
      if (!row.wellFormed()) {
        return Unreadables.quotes(place);
      }
      int columns = row.cells().size();
      if (columns != head.names().size()) {
        if (!isNearly(row.cells())) {
          return Unreadables.columns(place, columns, head.names().size());
        }
        mends.add(
            place,
            "末列之后有多余或缺少的空列，已忽略",
            "empty columns behind the last one are left out of account");
      }
      int chars = row.to() - row.from();
      if (chars > maxRecord / 3 && bytes(row) > maxRecord) {
        return Unreadables.tooLarge(place, bytes(row), maxRecord);
      }
      if (row.cells().stream().anyMatch(CsvCells::isExcelText)) {
        mends.add(place, "=\"…\" 按文字 … 读取", "=\"…\" is read as the text within");
      }
      return new RawRecord.Readable(place, tree(row));
    }

    /** More cells than columns, or fewer, but nothing is in those and the others have no title. */
    private boolean isNearly(List<String> cells) {
      int columns = head.names().size();
      return cells.size() < columns
          ? cells.size() >= Math.max(1, head.titled()) && !cells.isEmpty()
          : cells.subList(columns, cells.size()).stream().allMatch(CsvCells::isBlank);
    }

    private ObjectNode tree(CsvRows.Row row) {
      ObjectNode record = Json.object();
      for (int i = 0; i < head.names().size(); i++) {
        String cell = i < row.cells().size() ? row.cells().get(i) : "";
        record.put(
            head.names().get(i), CsvCells.isExcelText(cell) ? CsvCells.excelText(cell) : cell);
      }
      return record;
    }

    private RawRecord kept(RawRecord record, int before, CsvRows.Row row, CsvRows rows) {
      int from = row.from();
      int to = row.to();
      return Trees.kept(record, before, () -> tree(rows.again(text.chars().substring(from, to))));
    }

    private int bytes(CsvRows.Row row) {
      return text.chars().substring(row.from(), row.to()).getBytes(StandardCharsets.UTF_8).length;
    }
  }
}
