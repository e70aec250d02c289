package io.shangda.hub.operate.signal;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.shangda.hub.config.CurrentConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks every ten seconds, so that a scrape of the metrics never waits for the database. */
@ApplicationScoped
class Watch {
  private static final Logger LOG = Logger.getLogger(Watch.class);
  private static final int SECONDS = 10;
  private static final int AFTER_ALL_OTHERS = 5000;

  private final Sight sight;
  private final Beans beans;
  private final Metrics metrics;
  private final CurrentConfig config;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hub-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final SealAlert seals = new SealAlert();
  private boolean failing;

  Watch(Sight sight, Beans beans, Metrics metrics, CurrentConfig config) {
    this.sight = sight;
    this.beans = beans;
    this.metrics = metrics;
    this.config = config;
  }

  void onStart(@Observes @Priority(AFTER_ALL_OTHERS) StartupEvent start) {
    clock.scheduleWithFixedDelay(this::look, 0, SECONDS, TimeUnit.SECONDS);
  }

  void onStop(@Observes ShutdownEvent stop) {
    clock.shutdownNow();
  }

  /** Keeps what was seen last if the database is away; says so once, and once when it is back. */
  private void look() {
    try {
      beans.follow(config);
      metrics.show(sight);
      seals.look(sight.sealLag());
      if (failing) {
        LOG.info("Metrics and MBeans are up to date again");
      }
      failing = false;
    } catch (RuntimeException e) {
      if (!failing && !clock.isShutdown()) {
        LOG.warnf(
            "Metrics and MBeans could not be read anew (%s). They keep their last values until the"
                + " database answers again.",
            e.getMessage());
        LOG.debug("Looking failed", e);
      }
      failing = true;
    }
  }
}
