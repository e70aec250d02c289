package io.shangda.hub.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.shangda.hub.store.DatabaseClock;
import io.shangda.hub.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the shared clock looked at every few seconds. */
@ApplicationScoped
class ClockRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(ClockRefresh.class);
  private static final int SECONDS = 5;

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "clock-refresh");
            thread.setDaemon(true);
            return thread;
          });

  DatabaseClock of(DatabaseClock clock) {
    executor.scheduleWithFixedDelay(() -> refresh(clock), SECONDS, SECONDS, TimeUnit.SECONDS);
    return clock;
  }

  private static void refresh(DatabaseClock clock) {
    try {
      clock.refresh();
    } catch (StoreException e) {
      LOG.debug("The clock is carried on until the database answers again", e); // others say so
    }
  }

  void stopping(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }
}
