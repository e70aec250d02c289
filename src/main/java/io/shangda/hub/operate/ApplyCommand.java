package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.operate.configure.Configurations;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.StoreException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes {@code config/} the configuration that every node runs: straight into the database, or, if
 * a running hub holds the embedded one, through its admin API.
 */
final class ApplyCommand implements Command {
  private static final String REASON = "--reason";

  private final ConfigFolder folder;
  private final Surroundings surroundings;
  private final HubClient hub;
  private final Map<String, String> environment;
  private final PrintStream out;

  ApplyCommand(
      ConfigFolder folder,
      Surroundings surroundings,
      HubClient hub,
      Map<String, String> environment,
      PrintStream out) {
    this.folder = folder;
    this.surroundings = surroundings;
    this.hub = hub;
    this.environment = environment;
    this.out = out;
  }

  @Override
  public String name() {
    return "apply";
  }

  @Override
  public String usage() {
    return "apply [--reason <text>]  make config/ the configuration that every node runs; say what changes";
  }

  @Override
  public int run(List<String> arguments) {
    boolean reasoned = arguments.size() == 2 && arguments.get(0).equals(REASON);
    if (!arguments.isEmpty() && (!reasoned || arguments.get(1).isBlank())) {
      out.println(usage());
      return WRONG_USE;
    }
    ConfigFolder.Result read = folder.read();
    if (read instanceof ConfigFolder.Result.Good good) {
      String reason = reasoned ? arguments.get(1).strip() : "applied by the command";
      return apply(good.config().files(), reason);
    }
    if (read instanceof ConfigFolder.Result.Unusable unusable) {
      out.println(unusable.why());
      return COULD_NOT_RUN;
    }
    List<ConfigMistake> mistakes = ((ConfigFolder.Result.Bad) read).mistakes();
    mistakes.forEach(out::println);
    out.println("Nothing was applied; the nodes go on with what they run.");
    return FINDINGS;
  }

  private int apply(ConfigFiles files, String reason) {
    try (Opening opening = surroundings.openToWrite()) {
      if (opening instanceof Opening.Open open) {
        AuditLog audit = new AuditLog(open.database(), Clock.systemUTC());
        tell(
            new Configurations(open.database(), audit)
                .apply(files, new Actor(Commands.person(environment), reason)));
        return GOOD;
      }
      if (opening instanceof Opening.Held) {
        return throughTheHub(files, reason);
      }
      out.println("Nothing was applied: " + opening.why() + ".");
      return COULD_NOT_RUN;
    } catch (StoreException e) {
      out.println("Nothing was applied: " + e.getMessage());
      return COULD_NOT_RUN;
    }
  }

  private int throughTheHub(ConfigFiles files, String reason) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("zip", files.zip()).put("reason", reason);
    try {
      JsonNode applied = hub.post("configuration", body);
      List<String> changes = new ArrayList<>();
      applied.path("changes").forEach(change -> changes.add(change.asText()));
      tell(
          new Configurations.Applied(
              applied.path("version").asLong(), applied.path("before").asLong(), changes));
      return GOOD;
    } catch (HubClient.Refusal e) {
      out.println(e.getMessage());
      return e.exitCode();
    }
  }

  private void tell(Configurations.Applied applied) {
    if (applied.version() == applied.before()) {
      out.println("Configuration " + applied.version() + " is this already; nothing was changed.");
      return;
    }
    out.println(
        "Configuration %d is applied; before it was %s. Running nodes take it over within seconds."
            .formatted(applied.version(), applied.before() == 0 ? "none" : "" + applied.before()));
    applied.changes().forEach(change -> out.println("  " + change));
  }
}
