package io.shangda.hub.platform;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;

/** One route per target, made from the template {@code push-target}; a source needs none. */
@ApplicationScoped
@Named("targetRoutes")
public class TargetRoutes {
  private final CamelContext camel;
  private final CurrentConfig config;
  private final Map<String, Integer> consumers = new HashMap<>();

  TargetRoutes(CamelContext camel, CurrentConfig config) {
    this.camel = camel;
    this.config = config;
  }

  void started(@Observes CamelContextStartedEvent event) throws Exception {
    follow();
  }

  /**
   * Has one route for every target, with the consumers it has now: one that changed is made anew
   * when what it has under way is settled. What could not be done is done the next time.
   */
  public synchronized void follow() throws Exception {
    for (TargetConfig target : config.get().targets().values()) {
      String id = "push-" + target.id();
      boolean changed = !Integer.valueOf(target.consumers()).equals(consumers.get(id));
      if (changed && camel.getRoute(id) != null) {
        remove(id);
      }
      if (camel.getRoute(id) == null) {
        add(id, target);
      }
    }
  }

  private void remove(String id) throws Exception {
    camel.getRouteController().stopRoute(id);
    if (!camel.removeRoute(id)) {
      throw new IllegalStateException(
          "Route '"
              + id
              + "' does not stop; its target keeps the consumers it had, and it is tried again");
    }
    consumers.remove(id);
  }

  private void add(String id, TargetConfig target) throws Exception {
    camel.addRouteFromTemplate(
        id,
        "push-target",
        target.id() + "-", // the ids of its steps are those of no other target's
        Map.of(
            "target", target.id().value(),
            "consumers", Integer.toString(target.consumers())));
    consumers.put(id, target.consumers());
  }
}
