package io.shangda.hub.operate;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.delivery.DeadLetters;
import io.shangda.hub.delivery.TargetControl;
import io.shangda.hub.intake.Absences;
import io.shangda.hub.intake.Baseline;
import io.shangda.hub.intake.Content;
import io.shangda.hub.intake.Holds;
import io.shangda.hub.intake.SourceCursor;
import io.shangda.hub.platform.Asking;
import io.shangda.hub.push.HttpAsk;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.source.SourceControl;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.Databases;
import io.shangda.hub.support.Outage;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** What the platform gives in production, over one {@link CoreWorld}. */
@Alternative
@Singleton
class OperateWorld {
  private final Outage outage = new Outage();
  private final CoreWorld world =
      new CoreWorld(Databases.fresh(Dialect.H2, outage), Clock.systemUTC());

  @Produces
  @Singleton
  Outage outage() {
    return outage;
  }

  @Produces
  @Singleton
  CoreWorld world() {
    return world;
  }

  @Produces
  @Singleton
  Database database() {
    return world.database;
  }

  @Produces
  @Singleton
  AuditLog audit() {
    return new AuditLog(world.database, Clock.systemUTC());
  }

  @Produces
  @Singleton
  CurrentConfig config() {
    return world.config;
  }

  @Produces
  @Singleton
  Baseline baseline() {
    return new Baseline(world.database, world.config, audit());
  }

  @Produces
  @Singleton
  Absences absences() {
    return world.intake.absences();
  }

  @Produces
  @Singleton
  @Named("reconciling")
  Reconciling reconciling(Vertx vertx) {
    Asking above =
        new Asking(
            new HttpAsk(vertx, text -> text, Clock.systemUTC()),
            io.shangda.hub.config.Proxies.NONE);
    return new Reconciling(world.database, world.config, above, world.outbox.repair(), audit());
  }

  @Produces
  @Singleton
  Holds holds() {
    return world.holds;
  }

  @Produces
  @Singleton
  Content content() {
    return world.content;
  }

  @Produces
  @Singleton
  DeadLetters deadLetters() {
    return world.outbox.deadLetters();
  }

  @Produces
  @Singleton
  TargetControl targets() {
    return world.outbox.targets();
  }

  @Produces
  @Singleton
  SourceControl sources() {
    return new SourceControl(world.database, audit());
  }

  @Produces
  @Singleton
  SourceCursor cursors() {
    return new SourceCursor(world.database, audit());
  }

  @Produces
  @Singleton
  ConnectionFactory broker() throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .addAcceptorConfiguration("vm", "vm://77");
    new EmbeddedActiveMQ().setConfiguration(configuration).start();
    return new ActiveMQConnectionFactory("vm://77");
  }
}
