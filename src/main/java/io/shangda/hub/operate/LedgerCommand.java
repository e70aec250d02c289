package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;

/** Shows whether everything that was pulled is accounted for. */
final class LedgerCommand implements Command {
  private final HubClient hub;
  private final PrintStream out;

  LedgerCommand(HubClient hub, PrintStream out) {
    this.hub = hub;
    this.out = out;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String usage() {
    return "ledger                   show the ledger; exit code 1 if it does not balance";
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      out.println(usage());
      return WRONG_USE;
    }
    try {
      JsonNode ledger = hub.get("ledger");
      ledger
          .path("sources")
          .forEach(line -> line("source", line.path("source"), line.path("taken")));
      ledger
          .path("targets")
          .forEach(line -> line("target", line.path("target"), line.path("sent")));
      boolean balanced = ledger.path("balanced").asBoolean();
      out.println(balanced ? "The ledger balances" : "The ledger DOES NOT balance");
      return balanced ? GOOD : FINDINGS;
    } catch (HubClient.Refusal e) {
      out.println(e.getMessage());
      return e.exitCode();
    }
  }

  private void line(String kind, JsonNode name, JsonNode counts) {
    StringBuilder text = new StringBuilder(kind).append(' ').append(name.asText()).append(':');
    counts
        .properties()
        .forEach(
            count -> text.append(' ').append(count.getKey()).append('=').append(count.getValue()));
    out.println(text);
  }
}
