package io.shangda.hub.operate.console;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.ObjectName;

/**
 * Writes down what an administrator does in Hawtio past the hub's own operations, such as stopping
 * a route: Hawtio asks for no reason, so the event says where it was done. Written before the
 * operation runs; if it cannot be written, the operation is not run.
 */
final class ConsoleAudit {
  private final Database database;
  private final AuditLog audit;

  ConsoleAudit(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  void operation(String user, ObjectName name, String operation) {
    Map<String, Object> detail =
        new TreeMap<>(Map.of("mbean", name.toString(), "operation", operation));
    Actor actor = new Actor(user, "Called in Hawtio");
    database.execute(
        c ->
            audit.append(
                c, List.of(new AuditLog.Event("console-operation", null, "", "", actor, detail))));
  }
}
