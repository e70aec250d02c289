package io.shangda.hub.platform;

import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerConsumer;

/**
 * The routes' {@code timer} component, by a clock that is never set. Camel's own goes by {@link
 * Timer}, and that by the wall clock: turned back by an hour, it would claim and send nothing for
 * an hour.
 */
final class SteadyTimers extends TimerComponent {
  private final Map<TimerConsumer, SteadyTimer> timers = new ConcurrentHashMap<>();

  @Override
  public Timer getTimer(TimerConsumer consumer) {
    return timers.computeIfAbsent(consumer, c -> new SteadyTimer(c.getEndpoint().getTimerName()));
  }

  @Override
  public void removeTimer(TimerConsumer consumer) {
    SteadyTimer timer = timers.remove(consumer);
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Periods and delays as {@link Timer}; a date is what the hub's routes never ask for. */
  private static final class SteadyTimer extends Timer {
    private final ScheduledThreadPoolExecutor executor;

    SteadyTimer(String name) {
      super(name, true);
      super.cancel(); // its own thread has nothing to do
      executor =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "timer-" + name);
                thread.setDaemon(true);
                return thread;
              });
    }

    @Override
    public void schedule(TimerTask task, long delay) {
      executor.schedule(task, delay, TimeUnit.MILLISECONDS);
    }

    @Override
    public void schedule(TimerTask task, long delay, long period) {
      executor.scheduleWithFixedDelay(task, delay, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void scheduleAtFixedRate(TimerTask task, long delay, long period) {
      executor.scheduleAtFixedRate(task, delay, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void cancel() {
      executor.shutdown(); // a step under way ends by itself: an interrupt would close the database
    }
  }
}
