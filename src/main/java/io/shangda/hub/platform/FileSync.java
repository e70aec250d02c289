package io.shangda.hub.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the disk keep up with the embedded database's file, so that nothing that a power cut could
 * bring back is needed for longer than that: the database may write over it soon ({@code
 * RETENTION_TIME}), and its file stays small.
 */
@ApplicationScoped
class FileSync {
  /** A quarter of {@code RETENTION_TIME}. */
  private static final int MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(FileSync.class);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "file-sync");
            thread.setDaemon(true);
            return thread;
          });

  Database of(Database database) {
    executor.scheduleWithFixedDelay(() -> sync(database), MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    return database;
  }

  private static void sync(Database database) {
    try {
      database.read(connection -> Sql.update(connection, "checkpoint sync"));
    } catch (StoreException e) {
      LOG.debug("The file is synced when the database is open again", e); // others say so
    }
  }

  void stopping(@Observes ShutdownEvent event) {
    executor.shutdown(); // one under way ends by itself: an interrupt would close the database
  }
}
