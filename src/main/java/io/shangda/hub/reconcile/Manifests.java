package io.shangda.hub.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Manifest;
import io.shangda.hub.delivery.Repair;
import io.shangda.hub.delivery.TypeCommands;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Operation;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a platform that cannot call in what it should have: once in a while a manifest is pushed,
 * with count and digest by type and day, the first and last delivery, and the newest seal. The
 * answer may name records to be sent again, and may ask the hub to slow down, pause or stop.
 */
public final class Manifests {
  private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final int MOST = 10_000;
  private static final int LONGEST_ERROR = 1000;

  private final Database database;
  private final CurrentConfig config;
  private final Receiver receiver;
  private final Repair repair;
  private final AuditLog audit;

  /** Takes a manifest to the target. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * The answer.
     *
     * @throws Platform.NoAnswerException if there is none that could be read
     */
    JsonNode give(TargetConfig target, JsonNode manifest);
  }

  public Manifests(
      Database database, CurrentConfig config, Receiver receiver, Repair repair, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.receiver = receiver;
    this.repair = repair;
    this.audit = audit;
  }

  /** Pushes what is due, one target after the other; to be called every few seconds. */
  public void pushDue() {
    for (TargetConfig target : config.get().targets().values()) {
      Manifest how = target.manifest();
      Long token = how == null ? null : claim(target, how);
      if (how != null && token != null) {
        push(target, how, token);
      }
    }
  }

  private static String row(TargetConfig target) {
    return target.id().value() + " manifest"; // no target's name has a blank
  }

  private @Nullable Long claim(TargetConfig target, Manifest how) {
    List<Long> token =
        database.inTransaction(
            c -> {
              Instant now = DatabaseTime.now(c);
              Sql.update(
                  c,
                  "insert into reconcile_state (target, due_at) values (?, ?) on conflict do"
                      + " nothing",
                  row(target),
                  Reconciling.next(target, how.every(), how.at(), now));
              List<Long> found =
                  Sql.list(
                      c,
                      "select token from reconcile_state where target = ? and due_at <= ? for"
                          + " update skip locked",
                      row -> row.getLong(1),
                      row(target),
                      now);
              Sql.update(
                  c,
                  "update reconcile_state set token = token + 1, due_at = ? where target = ? and"
                      + " due_at <= ?",
                  now.plus(LEASE),
                  row(target),
                  now);
              return found;
            });
    return token.isEmpty() ? null : token.get(0) + 1;
  }

  private void push(TargetConfig target, Manifest how, long token) {
    Duration wait = null;
    try {
      obey(target, receiver.give(target, manifest(target)));
    } catch (RuntimeException e) {
      wait = AGAIN;
      LOG.warn(
          "The manifest of target '{}' could not be pushed: {}. It is tried again in {} min.",
          target.id(),
          ForeignText.oneLine(String.valueOf(e.getMessage()), LONGEST_ERROR),
          AGAIN.toMinutes());
    }
    Duration again = wait;
    database.execute(
        c -> {
          Instant now = DatabaseTime.now(c);
          Sql.update(
              c,
              "update reconcile_state set due_at = ? where target = ? and token = ?",
              again == null
                  ? Reconciling.next(target, how.every(), how.at(), now)
                  : now.plus(again),
              row(target),
              token);
        });
  }

  /** What the target should have, as it stands now. */
  ObjectNode manifest(TargetConfig target) {
    Map<String, Held.Part> parts = new TreeMap<>();
    Map<Held.Part, Held.Digest> digests = new LinkedHashMap<>();
    new Here(database, target)
        .each(
            false,
            held -> {
              parts.put(held.type() + " " + held.day(), held.part());
              digests.computeIfAbsent(held.part(), part -> new Held.Digest()).add(held);
            });
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("contract", "shangda-manifest/1");
    manifest.put("target", target.id().value());
    manifest.put("at", database.read(DatabaseTime::now).toString());
    ArrayNode days = manifest.putArray("days");
    for (Held.Part part : parts.values()) {
      String[] digest = String.valueOf(digests.get(part)).split(" ", 2);
      days.addObject()
          .put("type", part.type())
          .put("day", part.day())
          .put("records", Long.parseLong(digest[0]))
          .put("digest", digest[1]);
    }
    sequence(target, manifest);
    return manifest;
  }

  private void sequence(TargetConfig target, ObjectNode manifest) {
    database.read(
        c ->
            Sql.list(
                c,
                "select min(id) as lowest, max(id) as highest from delivery where target = ? and"
                    + " state = 'delivered'",
                row -> {
                  manifest.put("first", row.getLong("lowest")).put("last", row.getLong("highest"));
                  return true;
                },
                target.id().value()));
    database.read(
        c ->
            Sql.list(
                c,
                "select seal, hash from audit_seal order by seal desc limit 1",
                row -> {
                  manifest
                      .putObject("seal")
                      .put("number", row.getLong("seal"))
                      .put("hash", row.getString("hash"));
                  return true;
                }));
  }

  /** What the answer asks for, in the target's name. */
  private void obey(TargetConfig target, JsonNode answer) {
    Actor actor = new Actor("target " + target.id(), "asked for in the answer to a manifest");
    Map<Long, Operation> wanted = new LinkedHashMap<>();
    int unknown = 0;
    for (JsonNode one : answer.path("resend")) {
      Long record = wanted.size() < MOST ? record(one) : null;
      if (record == null) {
        unknown++;
      } else {
        boolean there = one.path("operation").asText().equals(Operation.UPDATE.word());
        wanted.put(record, there ? Operation.UPDATE : Operation.INSERT);
      }
    }
    int resent = wanted.isEmpty() ? 0 : repair.resend(target, wanted, actor).resent().size();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("asked-to-resend", wanted.size() + unknown);
    detail.put("resent", resent);
    detail.put("unknown", unknown);
    database.execute(
        c -> {
          List<AuditLog.Event> events = TypeCommands.obeyManifest(c, target, answer);
          events.add(
              new AuditLog.Event(
                  "manifest-pushed", null, "", target.id().value(), Actor.HUB, detail));
          audit.append(c, events);
        });
  }

  private @Nullable Long record(JsonNode one) {
    return database
        .read(
            c ->
                Sql.list(
                    c,
                    "select id from record where source_key = ? and type = ? and source = ?",
                    row -> row.getLong(1),
                    one.path("key").asText(),
                    one.path("type").asText(),
                    one.path("source").asText()))
        .stream()
        .findFirst()
        .orElse(null);
  }
}
