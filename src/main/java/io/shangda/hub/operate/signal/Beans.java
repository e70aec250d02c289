package io.shangda.hub.operate.signal;

import io.quarkus.runtime.ShutdownEvent;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.delivery.TargetControl;
import io.shangda.hub.operate.query.SourceStatus;
import io.shangda.hub.operate.query.TargetStatus;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Keeps one MBean registered for each source and target of the configuration in force. */
@ApplicationScoped
class Beans {
  private static final String DOMAIN = "io.shangda.hub";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Set<ObjectName> registered = new HashSet<>();
  private final Sight sight;
  private final SourceHands sources;
  private final TargetControl targets;
  private final ConsoleUser user;

  Beans(Sight sight, SourceHands sources, TargetControl targets, ConsoleUser user) {
    this.sight = sight;
    this.sources = sources;
    this.targets = targets;
    this.user = user;
  }

  /** Registers what is new and takes away what is gone. */
  synchronized void follow(CurrentConfig config) {
    HubConfig current = config.get();
    Set<ObjectName> wanted = new HashSet<>();
    for (SourceId id : current.sources().keySet()) {
      wanted.add(register("Source", id.value(), () -> source(id)));
    }
    for (TargetId id : current.targets().keySet()) {
      wanted.add(register("Target", id.value(), () -> target(id)));
    }
    Set<ObjectName> gone = new HashSet<>(registered);
    gone.removeAll(wanted);
    gone.forEach(this::unregister);
  }

  synchronized void onStop(@Observes ShutdownEvent stop) {
    Set.copyOf(registered).forEach(this::unregister);
  }

  private NamedBean source(SourceId id) {
    Supplier<SourceStatus> status = () -> known("Source", id.value(), sight.sources());
    return new NamedBean(new SourceBean(id, status, sources, user), SourceBeanMBean.class);
  }

  private NamedBean target(TargetId id) {
    Supplier<TargetStatus> status = () -> known("Target", id.value(), sight.targets());
    return new NamedBean(new TargetBean(id, status, targets, user), TargetBeanMBean.class);
  }

  private static <T> T known(String type, String id, Map<String, T> all) {
    T status = all.get(id);
    if (status == null) {
      throw new IllegalStateException(
          type + " '" + id + "' is not in the configuration in force; look again in ten seconds");
    }
    return status;
  }

  private ObjectName register(String type, String id, Supplier<NamedBean> bean) {
    try {
      ObjectName name = new ObjectName(DOMAIN + ":type=" + type + ",name=" + id);
      if (!registered.contains(name)) {
        if (server.isRegistered(name)) {
          server.unregisterMBean(name);
        }
        server.registerMBean(bean.get(), name);
        registered.add(name);
      }
      return name;
    } catch (JMException e) {
      throw new IllegalStateException("Cannot register an MBean for " + type + " '" + id + "'", e);
    }
  }

  private void unregister(ObjectName name) {
    try {
      if (server.isRegistered(name)) {
        server.unregisterMBean(name);
      }
      registered.remove(name);
    } catch (JMException e) {
      throw new IllegalStateException("Cannot take away MBean " + name, e);
    }
  }
}
