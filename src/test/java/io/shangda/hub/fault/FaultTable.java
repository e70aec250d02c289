package io.shangda.hub.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of everything under each fault, written to {@code target/fault-table.md}. */
final class FaultTable {
  private static final Path FILE = Path.of("target", "fault-table.md");
  private static final List<Row> ROWS = new ArrayList<>();

  private static final List<String> COLUMNS =
      List.of(
          "handed out",
          "delivered",
          "unchanged",
          "rejected",
          "held",
          "dead",
          "superseded",
          "withdrawn",
          "waiting",
          "lost",
          "doubled",
          "inversions",
          "stale",
          "Retry-After answers",
          "sent during it",
          "left/s",
          "most/s",
          "recovery s");

  /** Of these the highest counts, not the sum. */
  private static final Set<String> MOST = Set.of("left/s", "most/s", "recovery s");

  /** One fault. */
  record Row(String suite, String fault, Map<String, Long> values) {}

  private FaultTable() {}

  static synchronized void add(Row row) {
    ROWS.add(row);
    List<String> lines = new ArrayList<>();
    lines.add("| suite | fault | " + String.join(" | ", COLUMNS) + " |");
    lines.add("|---|---|" + "---|".repeat(COLUMNS.size()));
    Map<String, Long> sum = new TreeMap<>();
    for (Row one : ROWS) {
      lines.add(line(one));
      for (String column : COLUMNS) {
        long value = one.values().getOrDefault(column, 0L);
        boolean most = MOST.contains(column);
        sum.merge(column, value, most ? Math::max : Long::sum);
      }
    }
    lines.add(line(new Row("all", ROWS.size() + " faults", sum)));
    try {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Row row) {
    StringBuilder line = new StringBuilder("| " + row.suite() + " | " + row.fault() + " |");
    for (String column : COLUMNS) {
      line.append(' ').append(row.values().getOrDefault(column, 0L)).append(" |");
    }
    return line.toString();
  }
}
