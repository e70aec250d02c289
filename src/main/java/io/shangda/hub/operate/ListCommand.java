package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Hands the running hub a list from elsewhere: receipts of a platform, deliveries of a predecessor.
 */
final class ListCommand implements Command {
  private static final String REASON = "reason=";
  private static final Map<String, String> COLUMNS =
      Map.of(
          "type", "type",
          "source", "source",
          "key", "key",
          "target-key", "targetKey",
          "receipt", "receipt",
          "content-hash", "contentHash",
          "version", "version");

  private final boolean baseline;
  private final HubClient hub;
  private final PrintStream out;
  private final ObjectMapper json = new ObjectMapper();
  private long comparison;
  private int done;
  private int known;
  private int refused;

  private ListCommand(boolean baseline, HubClient hub, PrintStream out) {
    this.baseline = baseline;
    this.hub = hub;
    this.out = out;
  }

  static ListCommand baseline(HubClient hub, PrintStream out) {
    return new ListCommand(true, hub, out);
  }

  static ListCommand receipts(HubClient hub, PrintStream out) {
    return new ListCommand(false, hub, out);
  }

  @Override
  public String name() {
    return baseline ? "baseline" : "reconcile";
  }

  @Override
  public String usage() {
    return baseline
        ? """
          baseline <target> <file.csv> reason=<text>   take over what a predecessor had delivered;
                                 columns type, source, key, target-key, receipt, content-hash, version"""
        : """
          reconcile receipts <target> <file.csv> reason=<text>   compare the receipts a platform has
                                 (column receipt) with those it gave""";
  }

  @Override
  public int run(List<String> arguments) {
    if (baseline) {
      return send(arguments);
    }
    boolean receipts = !arguments.isEmpty() && arguments.get(0).equals("receipts");
    return send(receipts ? arguments.subList(1, arguments.size()) : List.of());
  }

  private int send(List<String> arguments) {
    if (arguments.size() != 3 || !arguments.get(2).startsWith(REASON)) {
      out.println(usage());
      return WRONG_USE;
    }
    String path = "targets/" + arguments.get(0) + (baseline ? "/baseline" : "/receipts");
    String reason = arguments.get(2).substring(REASON.length());
    comparison = 0;
    done = 0;
    known = 0;
    refused = 0;
    try {
      CsvLines.each(
          Path.of(arguments.get(1)),
          (rows, last) -> {
            if (baseline) {
              take(path, rows, reason);
            } else {
              compare(path, rows, last, reason);
            }
          });
    } catch (HubClient.Refusal e) {
      out.println(e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      out.println("'" + arguments.get(1) + "' cannot be read as CSV: " + e.getMessage());
      return COULD_NOT_RUN;
    }
    out.println(
        baseline
            ? "%d records are taken over, %d were before, %d lines are refused"
                .formatted(done, known, refused)
            : "%d differences; see differences?target=%s. %d lines are refused"
                .formatted(done, arguments.get(0), refused));
    return refused > 0 || !baseline && done > 0 ? FINDINGS : GOOD;
  }

  private void take(String path, List<Map<String, String>> rows, String reason)
      throws HubClient.Refusal {
    ObjectNode body = json.createObjectNode().put("reason", reason);
    ArrayNode records = body.putArray("records");
    for (Map<String, String> row : rows) {
      ObjectNode record = records.addObject();
      COLUMNS.forEach(
          (column, name) -> {
            String value = row.getOrDefault(column, "").strip();
            if (!value.isEmpty() || List.of("type", "source", "key").contains(name)) {
              record.put(name, value);
            }
          });
    }
    JsonNode outcome = hub.post(path, body);
    done += outcome.path("imported").asInt();
    known += outcome.path("known").asInt();
    tell(outcome);
  }

  private void compare(String path, List<Map<String, String>> rows, boolean last, String reason)
      throws HubClient.Refusal {
    ObjectNode body = json.createObjectNode().put("reason", reason).put("last", last);
    if (comparison > 0) {
      body.put("comparison", comparison);
    }
    ArrayNode receipts = body.putArray("receipts");
    rows.forEach(row -> receipts.add(row.getOrDefault("receipt", "").strip()));
    JsonNode outcome = hub.post(path, body);
    comparison = outcome.path("comparison").asLong();
    done += outcome.path("differences").asInt();
    tell(outcome);
  }

  private void tell(JsonNode outcome) {
    for (JsonNode line : outcome.path("refused")) {
      refused++;
      out.println("  " + (line.asText().isEmpty() ? "a line without receipt" : line.asText()));
    }
  }
}
