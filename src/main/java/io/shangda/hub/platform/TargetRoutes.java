package io.shangda.hub.platform;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;

/** One route per target, made from the template {@code push-target}; a source needs none. */
@ApplicationScoped
@Named("targetRoutes")
public class TargetRoutes {
  private final CamelContext camel;
  private final CurrentConfig config;

  TargetRoutes(CamelContext camel, CurrentConfig config) {
    this.camel = camel;
    this.config = config;
  }

  void started(@Observes CamelContextStartedEvent event) throws Exception {
    addMissing();
  }

  /** Adds a route for every target that has none yet. */
  public synchronized void addMissing() throws Exception {
    for (TargetConfig target : config.get().targets().values()) {
      String id = "push-" + target.id();
      if (camel.getRoute(id) == null) {
        camel.addRouteFromTemplate(
            id,
            "push-target",
            target.id() + "-", // the ids of its steps are those of no other target's
            Map.of(
                "target", target.id().value(),
                "consumers", Integer.toString(target.consumers())));
      }
    }
  }
}
