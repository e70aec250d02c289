package io.shangda.hub.operate;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.camel.quarkus.core.CamelRuntime;

/** Starts Camel as the hub's own main does, which a test of the application does not run. */
@ApplicationScoped
class CamelStart {
  void start(@Observes StartupEvent event, CamelRuntime runtime) {
    runtime.start(new String[0]);
  }
}
