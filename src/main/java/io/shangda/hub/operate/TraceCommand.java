package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells one record's path, found by any key, as the running hub knows it. */
final class TraceCommand implements Command {
  private final HubClient hub;
  private final PrintStream out;

  TraceCommand(HubClient hub, PrintStream out) {
    this.hub = hub;
    this.out = out;
  }

  @Override
  public String name() {
    return "trace";
  }

  @Override
  public String usage() {
    return "trace <key>              show where a record is and why; by source key, case number …";
  }

  @Override
  public int run(List<String> arguments) {
    if (arguments.size() != 1) {
      out.println(usage());
      return WRONG_USE;
    }
    try {
      return trace(arguments.get(0));
    } catch (HubClient.Refusal e) {
      out.println(e.getMessage());
      return e.exitCode();
    }
  }

  private int trace(String key) throws HubClient.Refusal {
    String query = URLEncoder.encode(key, StandardCharsets.UTF_8);
    JsonNode found = hub.get("records?limit=20&q=" + query).path("items");
    if (found.isEmpty()) {
      out.println("No record has the key '" + key + "' or begins with it");
      return FINDINGS;
    }
    if (found.size() > 1) {
      out.println("Several records fit; give one of these keys:");
      found.forEach(record -> out.println("  " + title(record)));
      return FINDINGS;
    }
    JsonNode trace = hub.get("records/" + found.get(0).path("id").asLong() + "/trace");
    out.println(title(trace.path("record")));
    for (JsonNode step : trace.path("timeline")) {
      out.println(
          "  %-27s %-16s %s"
              .formatted(
                  step.path("at").asText("").replace("null", ""),
                  step.path("step").asText(),
                  step.path("text").asText()));
    }
    return GOOD;
  }

  private static String title(JsonNode record) {
    return "%s  %s/%s, version %d, %s"
        .formatted(
            record.path("key").asText(),
            record.path("source").asText(),
            record.path("type").asText(),
            record.path("version").asInt(),
            record.path("state").asText());
  }
}
