package io.shangda.hub.audit.exchange;

import io.shangda.hub.record.ForeignText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the other side said in one attempt where it did not simply take what was sent: a line for
 * each request that failed as a whole, and for each record that it put off or refused. Kept in the
 * exchange's row, where it can be erased; audit events have hashes only.
 */
public final class Words {
  /** Characters of all that is kept of one attempt. */
  private static final int MOST = 8000;

  /** Characters of one line. */
  private static final int LONGEST = 500;

  private static final String OF_REQUEST = "n";
  private static final String OF_RECORD = "r";

  private final StringBuilder lines = new StringBuilder();

  /** Said of all records of a request. */
  public void ofRequest(int number, String words) {
    line(OF_REQUEST + number, words);
  }

  /** Said of one record. */
  public void ofRecord(long record, String words) {
    line(OF_RECORD + record, words);
  }

  /** What does not fit any more is left out; the answer itself is kept whole. */
  private void line(String of, String words) {
    String line = of + "\t" + ForeignText.oneLine(words, LONGEST) + "\n";
    if (lines.length() + line.length() <= MOST) {
      lines.append(line);
    }
  }

  /** As it is stored; null if nothing was said. */
  public @Nullable String text() {
    return lines.isEmpty() ? null : lines.toString();
  }

  /** What was said of a record, if anything was. */
  static Optional<String> of(
      @Nullable String text, SortedMap<Integer, List<Long>> carried, long record) {
    if (text == null) {
      return Optional.empty();
    }
    List<String> about = about(carried, List.of(record));
    return text.lines()
        .filter(line -> about.contains(name(line)))
        .map(line -> line.substring(line.indexOf('\t') + 1))
        .findFirst();
  }

  /** As it is stored, without what was said of these records, or of requests that carried one. */
  public static @Nullable String without(
      @Nullable String text, Exchange exchange, Collection<Long> records) {
    return without(text, exchange.records(), records);
  }

  /** The same without what was said of these records, or of requests that carried one of them. */
  static @Nullable String without(
      @Nullable String text, SortedMap<Integer, List<Long>> carried, Collection<Long> records) {
    if (text == null) {
      return null;
    }
    List<String> about = about(carried, records);
    String rest =
        Arrays.stream(text.split("\n", 0))
            .filter(line -> !about.contains(name(line)))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return rest.isEmpty() ? null : rest;
  }

  private static String name(String line) {
    int end = line.indexOf('\t');
    return end < 0 ? "" : line.substring(0, end);
  }

  private static List<String> about(
      SortedMap<Integer, List<Long>> carried, Collection<Long> records) {
    List<String> about =
        records.stream().map(record -> OF_RECORD + record).collect(Collectors.toList());
    carried.forEach(
        (number, ids) -> {
          if (ids.stream().anyMatch(records::contains)) {
            about.add(OF_REQUEST + number);
          }
        });
    return about;
  }
}
