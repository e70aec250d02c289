package io.shangda.hub.operate.access;

import io.quarkus.runtime.ShutdownEvent;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Audit events of who came in, who was refused, and who read or took away personal data. The first
 * of a kind is written at once, what follows within its time is counted and written as one: who
 * guesses fills neither the audit log nor a queue.
 */
@ApplicationScoped
public class AccessLog {
  private static final Logger LOG = Logger.getLogger(AccessLog.class);
  private static final int LOOK_SECONDS = 15;

  private final Database database;
  private final AuditLog audit;
  private final AccessCounts counts = new AccessCounts(System::nanoTime);
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "access-log");
            thread.setDaemon(true);
            return thread;
          });

  AccessLog(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
    begin();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what it does never fails
  private void begin() {
    writer.scheduleWithFixedDelay(
        () -> write(counts.due()), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Notes what happened; never waits, never fails.
   *
   * @param user a name that is known, or {@code unknown}
   * @param what how, or to what; no text of a stranger
   */
  public void note(String event, String user, String address, String what) {
    AccessCounts.Note note = new AccessCounts.Note(event, user, address, what);
    if (!counts.isFirst(note)) {
      return;
    }
    if (event.equals("login-locked")) {
      LOG.warnf(
          "Login of user '%s' from %s is locked after failures in a row; it opens again by itself"
              + " after some minutes. If that was not the user, find out who it was.",
          user, address);
    }
    try {
      writer.execute(() -> write(Map.of(note, 1)));
    } catch (RejectedExecutionException e) {
      LOG.debug("The hub stops; a note of who came in is lost", e);
    }
  }

  private void write(Map<AccessCounts.Note, Integer> notes) {
    if (notes.isEmpty()) {
      return;
    }
    List<AuditLog.Event> events =
        notes.entrySet().stream().map(entry -> event(entry.getKey(), entry.getValue())).toList();
    try {
      database.execute(c -> audit.append(c, events));
    } catch (RuntimeException e) {
      counts.giveBack(notes);
      LOG.debug("Who came in could not be written; it is tried again", e);
    }
  }

  private static AuditLog.Event event(AccessCounts.Note note, int times) {
    Map<String, Object> detail =
        new TreeMap<>(
            Map.of(
                "user",
                note.user(),
                "address",
                note.address(),
                "what",
                note.what(),
                "times",
                times));
    return new AuditLog.Event(note.event(), null, "", "", Actor.HUB, detail);
  }

  void stop(@Observes ShutdownEvent event) {
    writer.shutdown();
    write(counts.all());
  }
}
