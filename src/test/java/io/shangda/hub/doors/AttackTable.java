package io.shangda.hub.doors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How many attacks of each kind were tried and held, in {@code target/doors-table.md}. */
final class AttackTable {
  private static final Path FILE = Path.of("target", "doors-table.md");
  private static final List<Row> ROWS = new ArrayList<>();

  /** One kind of attack. */
  record Row(String group, String kind, int tried, int held) {
    @Override
    public String toString() {
      return "| " + group + " | " + kind + " | " + tried + " | " + held + " |";
    }
  }

  private AttackTable() {}

  static synchronized void add(Row row) {
    ROWS.add(row);
    write();
  }

  /** The table as it stands. */
  static synchronized String text() {
    List<String> lines = new ArrayList<>();
    lines.add("| group | attacks | tried | held |");
    lines.add("|---|---|---|---|");
    for (String group : ROWS.stream().map(Row::group).distinct().sorted().toList()) {
      List<Row> rows = ROWS.stream().filter(row -> row.group().equals(group)).toList();
      rows.forEach(row -> lines.add(row.toString()));
      lines.add(sum(group, "together", rows).toString());
    }
    lines.add(sum("all", "together", ROWS).toString());
    return String.join("\n", lines) + "\n";
  }

  private static Row sum(String group, String kind, List<Row> rows) {
    return new Row(
        group,
        kind,
        rows.stream().mapToInt(Row::tried).sum(),
        rows.stream().mapToInt(Row::held).sum());
  }

  private static void write() {
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
