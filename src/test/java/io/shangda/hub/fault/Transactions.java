package io.shangda.hub.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a transaction of the hub is for, told by the first of these statements that is in it. */
final class Transactions {
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("insert into pull_run (id", "claim of sources");
    NAMES.put("copy record_version", "page");
    NAMES.put("update pull_run set pages", "page with nothing new");
    NAMES.put("node = null, last_end_at", "end of a run");
    NAMES.put("and source = any($3) and due_at >", "renewal of pull leases");
    NAMES.put("token = token + 1, attempt = attempt + 1", "claim of a batch");
    NAMES.put("and sending for update", "outcome of a batch");
    NAMES.put("update delivery set state = 'batched'", "promotion that was missed");
    NAMES.put("insert into target_state", "first look at a target");
    NAMES.put("flyway_schema_history", "migration");
    NAMES.put("insert into hub_user", "first user");
    NAMES.put("insert into configuration", "new configuration");
    NAMES.put("insert into source_state", "registration of sources");
    NAMES.put("insert into reconcile_state", "look for a due comparison");
    NAMES.put("insert into tally (", "fold of counts");
    NAMES.put("insert into audit_seal", "seal");
    NAMES.put("insert into audit_anchor", "anchor");
    NAMES.put("and next_send_at > $3", "look for a clock that was set");
    NAMES.put("update target_state set next_send_at", "slots of a late claim");
  }

  /** Looks for what a clock that was set has spoilt; mostly finds nothing. */
  private static final Pattern MENDING =
      Pattern.compile(
          "current_timestamp\\s+\\+\\s+\\(due_at -|where\\s+node\\s+is\\s+not\\s+null\\s+and\\s+due_at >");

  private Transactions() {}

  /** Null if it changes nothing. */
  static @Nullable String name(List<String> statements) {
    for (Map.Entry<String, String> one : NAMES.entrySet()) {
      if (statements.stream().anyMatch(s -> s.replaceAll("\\s+", " ").contains(one.getKey()))) {
        return one.getValue();
      }
    }
    return statements.stream()
        .filter(s -> s.contains("$")) // what has no parameters is a migration's
        .filter(s -> !MENDING.matcher(s).find())
        .filter(s -> s.matches("(?s)(insert|update|delete|copy) .*"))
        .findFirst()
        .map(s -> "other: " + s.replaceAll("\\s+", " "))
        .map(s -> s.substring(0, Math.min(300, s.length())))
        .orElse(null);
  }
}
