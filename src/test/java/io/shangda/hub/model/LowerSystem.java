package io.shangda.hub.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A system below: rows, shown page by page, either by number or from a time on. Its clock is right.
 */
final class LowerSystem {
  private static final ObjectMapper JSON = new ObjectMapper();

  final SourceId id;
  final boolean byTime;
  final List<Row> rows = new ArrayList<>();

  /** The most rows it gives at once, whatever is asked for. */
  int cap = Integer.MAX_VALUE;

  /** Second states of rows, by their names: before all others, or behind them. */
  private final Map<String, Row> seconds = new TreeMap<>();

  private final boolean total;
  private long revision;

  /**
   * @param byTime it is asked for what is not older than a time; else for a page number
   * @param total it says how many rows there are
   */
  LowerSystem(SourceId id, boolean byTime, boolean total) {
    this.id = id;
    this.byTime = byTime;
    this.total = total;
  }

  /**
   * A page as it was shown.
   *
   * @param rows on it
   * @param last nothing is behind it
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Shown(byte[] body, List<Row> rows, boolean last) {}

  long revision() {
    return revision;
  }

  long nextRevision() {
    return ++revision;
  }

  @Nullable Row find(boolean step, String key) {
    return rows.stream()
        .filter(r -> r.step() == step && r.id().equals(key))
        .findFirst()
        .orElse(null);
  }

  /** Puts a state in the place of the one before, or at the end. */
  void put(Row row) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).step() == row.step() && rows.get(i).id().equals(row.id())) {
        rows.set(i, row);
        return;
      }
    }
    rows.add(row);
  }

  void remove(Row row) {
    rows.removeIf(r -> r.name().equals(row.name()));
    seconds.remove(row.name());
  }

  void putSecond(Row row) {
    seconds.put(row.name(), row);
  }

  boolean removeSecond(Row row) {
    return seconds.remove(row.name()) != null;
  }

  /** The other state in which it is shown too; null if it is shown once. */
  @Nullable Row second(Row row) {
    return seconds.get(row.name());
  }

  boolean showsTwice() {
    return !seconds.isEmpty();
  }

  private List<Row> all() {
    List<Row> all = new ArrayList<>();
    seconds.values().stream().filter(r -> r.content() % 2 == 0).forEach(all::add);
    all.addAll(rows);
    seconds.values().stream().filter(r -> r.content() % 2 != 0).forEach(all::add);
    return all;
  }

  Shown answer(String query) {
    Map<String, String> asked = asked(query);
    int size = Math.min(cap, Integer.parseInt(asked.getOrDefault("limit", "2")));
    List<Row> all = byTime ? since(asked.get("since")) : all();
    int from = byTime ? 0 : size * (Integer.parseInt(asked.getOrDefault("page", "1")) - 1);
    from = Math.min(from, all.size());
    int to = Math.min(all.size(), from + size);
    List<Row> shown = List.copyOf(all.subList(from, to));
    return new Shown(body(shown, all.size()), shown, to == all.size());
  }

  private List<Row> since(@Nullable String text) {
    Instant since = text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    return all().stream()
        .filter(row -> !row.at().isBefore(since))
        .sorted(Comparator.comparing(Row::at).thenComparing(Row::name))
        .toList();
  }

  private byte[] body(List<Row> shown, int all) {
    ObjectNode page = JSON.createObjectNode();
    if (total) {
      page.put("total", all);
    }
    ArrayNode data = page.putArray("data");
    shown.forEach(row -> data.add(row.json()));
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> asked(String query) {
    Map<String, String> asked = new HashMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      asked.put(
          parts[0],
          java.net.URLDecoder.decode(Objects.requireNonNull(parts[1]), StandardCharsets.UTF_8));
    }
    return asked;
  }
}
