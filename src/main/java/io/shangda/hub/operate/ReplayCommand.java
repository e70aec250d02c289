package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Sends dead letters again, after showing what would happen. */
final class ReplayCommand implements Command {
  private static final Set<String> FILTERS = Set.of("target", "source", "type", "message");

  private final HubClient hub;
  private final PrintStream out;

  ReplayCommand(HubClient hub, PrintStream out) {
    this.hub = hub;
    this.out = out;
  }

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public String usage() {
    return """
        replay <filter>…         show which dead letters would be sent again: target=<id>,
                                 source=<id>, type=<type>, message=<part of the target's text>, all
        replay <filter>… reason=<text>   send them again""";
  }

  @Override
  public int run(List<String> arguments) {
    ObjectNode selection = new ObjectMapper().createObjectNode();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (argument.equals("all")) {
        selection.put("all", true);
      } else if (equals > 0 && (FILTERS.contains(name) || name.equals("reason"))) {
        selection.put(name, argument.substring(equals + 1));
      } else {
        out.println("'" + argument + "' is not understood." + System.lineSeparator() + usage());
        return WRONG_USE;
      }
    }
    if (selection.isEmpty()) {
      out.println(usage());
      return WRONG_USE;
    }
    return replay(selection);
  }

  private int replay(ObjectNode selection) {
    boolean dryRun = !selection.has("reason");
    if (dryRun) {
      selection.put("dryRun", true).put("reason", "Only looked at");
    }
    try {
      JsonNode outcome = hub.post("dead-letters/replay", selection);
      outcome.path("examples").forEach(example -> out.println("  " + example.asText()));
      out.println(
          "%d dead letters fit; %s sent again: %d, superseded by a newer version: %d"
              .formatted(
                  outcome.path("found").asInt(),
                  dryRun ? "would be" : "are",
                  outcome.path("changed").asInt(),
                  outcome.path("superseded").asInt()));
      return GOOD;
    } catch (HubClient.Refusal e) {
      out.println(e.getMessage());
      return e.exitCode();
    }
  }
}
