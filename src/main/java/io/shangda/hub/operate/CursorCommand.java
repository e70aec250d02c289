package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows where a source is read from next, and sets that: back, elsewhere, anew, over a page. */
final class CursorCommand implements Command {
  private static final String REASON = "reason=";
  private static final String RUN = "run=";
  private static final String CURSOR = "cursor=";

  private final HubClient hub;
  private final PrintStream out;

  CursorCommand(HubClient hub, PrintStream out) {
    this.hub = hub;
    this.out = out;
  }

  @Override
  public String name() {
    return "source-cursor";
  }

  @Override
  public String usage() {
    return """
    source-cursor <source>   show where its next run begins, and where its last runs began
    source-cursor <source> run=<number> reason=<text>     set it back to where that run began
    source-cursor <source> cursor=<text> reason=<text>    set it to a cursor of your own
    source-cursor <source> anew reason=<text>             ask for the list from its start
    source-cursor <source> pass-over reason=<text>        leave out the page at which it stands\
    """;
  }

  /** What is asked for, behind {@code sources/<id>/cursor}; null: nothing that is known. */
  private record Change(String path, ObjectNode body) {
    static @Nullable Change of(String how) {
      ObjectNode body = new ObjectMapper().createObjectNode();
      if (how.equals("anew")) {
        return new Change("/begin-anew", body);
      }
      if (how.equals("pass-over")) {
        return new Change("/pass-over", body);
      }
      if (how.matches(RUN + "[0-9]{1,18}")) {
        return new Change("", body.put("run", Long.parseLong(how.substring(RUN.length()))));
      }
      return how.startsWith(CURSOR)
          ? new Change("", body.put("cursor", how.substring(CURSOR.length())))
          : null;
    }
  }

  @Override
  public int run(List<String> arguments) {
    List<String> given = new ArrayList<>(arguments);
    if (given.isEmpty() || given.get(0).isBlank()) {
      out.println(usage());
      return WRONG_USE;
    }
    String path =
        "sources/" + URLEncoder.encode(given.remove(0), StandardCharsets.UTF_8) + "/cursor";
    try {
      if (given.isEmpty()) {
        return show(hub.get(path));
      }
      Change change = Change.of(given.get(0));
      if (change == null || given.size() != 2 || !given.get(1).startsWith(REASON)) {
        out.println(usage());
        return WRONG_USE;
      }
      change.body().put("reason", given.get(1).substring(REASON.length()));
      out.println(hub.post(path + change.path(), change.body()).path("done").asText());
      return GOOD;
    } catch (HubClient.Refusal e) {
      out.println(e.getMessage());
      return e.exitCode();
    }
  }

  private int show(JsonNode shown) {
    out.println(shown.path("meaning").asText());
    if (!shown.path("cursor").asText().isEmpty()) {
      out.println("  cursor=" + shown.path("cursor").asText());
    }
    for (JsonNode run : shown.path("earlier")) {
      out.println(
          "  run=%d  %s  %s  %s"
              .formatted(
                  run.path("run").asLong(),
                  run.path("at").asText(),
                  run.path("state").asText(),
                  run.path("meaning").asText()));
    }
    return GOOD;
  }
}
