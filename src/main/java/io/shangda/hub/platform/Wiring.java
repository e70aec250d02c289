package io.shangda.hub.platform;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.anchor.AnchorLog;
import io.shangda.hub.audit.anchor.AnchorPlace;
import io.shangda.hub.audit.anchor.Anchoring;
import io.shangda.hub.audit.anchor.TargetNews;
import io.shangda.hub.audit.anchor.TimeStamps;
import io.shangda.hub.audit.seal.KeyFile;
import io.shangda.hub.audit.seal.SealKey;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.Proxies;
import io.shangda.hub.config.Secrets;
import io.shangda.hub.delivery.DeadLetters;
import io.shangda.hub.delivery.Epochs;
import io.shangda.hub.delivery.Outbox;
import io.shangda.hub.delivery.TargetControl;
import io.shangda.hub.intake.Absences;
import io.shangda.hub.intake.Baseline;
import io.shangda.hub.intake.Content;
import io.shangda.hub.intake.Holds;
import io.shangda.hub.intake.Intake;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.intake.SourceCursor;
import io.shangda.hub.intake.SourcePlans;
import io.shangda.hub.operate.ConfigChecks;
import io.shangda.hub.operate.configure.Configurations;
import io.shangda.hub.push.HttpAsk;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.push.Renderer;
import io.shangda.hub.push.ReplyReader;
import io.shangda.hub.push.SealNews;
import io.shangda.hub.reconcile.Manifests;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.record.Actor;
import io.shangda.hub.retention.Archiving;
import io.shangda.hub.retention.Pruning;
import io.shangda.hub.source.DropFolder;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.source.SourceControl;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseClock;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Statistics;
import io.shangda.hub.store.Tally;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts the domain classes together: the only place that knows how they fit. */
@Singleton
public class Wiring {
  @Produces
  @Singleton
  Clock clock(Database database, ClockRefresh refresh) {
    return database.dialect() == Dialect.H2
        ? Clock.systemUTC()
        : refresh.of(new DatabaseClock(database));
  }

  @Produces
  @Singleton
  @Named("secrets")
  Secrets secrets(HubSettings settings) {
    return Secrets.ofThisProcess(Path.of(settings.secrets().folder()), Path.of(settings.data()));
  }

  @Produces
  @Singleton
  Configurations configurations(Database database, AuditLog audit) {
    return new Configurations(database, audit);
  }

  @Produces
  @Singleton
  ConfigRows configRows(
      Database database, Configurations configurations, HubSettings settings, ConnectionPool pool) {
    boolean sandbox = settings.sandbox() || settings.sandboxElsewhere();
    ConfigRows rows = new ConfigRows(database, ConfigChecks.reader(), sandbox);
    if (settings.apply()) {
      rows.apply(
          Path.of(settings.configDir()),
          Path.of("routes"),
          configurations,
          new Actor(Actor.HUB.name(), "applied at the start of " + node(settings)));
    }
    rows.refresh();
    pool.fit(rows.get());
    return rows;
  }

  @Produces
  @Singleton
  @Named("statistics")
  Statistics statistics(Database database) {
    return new Statistics(database);
  }

  @Produces
  @Singleton
  @Named("tally")
  Tally tally(Database database) {
    return new Tally(database);
  }

  @Produces
  @Singleton
  @Named("retention")
  Pruning retention(Database database, CurrentConfig config, AuditLog audit) {
    return new Pruning(database, config, audit);
  }

  @Produces
  @Singleton
  @Named("archiving")
  Archiving archiving(
      Database database, CurrentConfig config, AuditLog audit, HubSettings settings) {
    return new Archiving(database, config, audit, Path.of(settings.archive().folder()));
  }

  @Produces
  @Singleton
  AuditLog auditLog(Database database, Clock clock) {
    return new AuditLog(database, clock);
  }

  @Produces
  @Singleton
  @Named("sealer")
  Sealer sealer(Database database, AuditLog audit, Clock clock, HubSettings settings) {
    Path own = Path.of(settings.data(), "seal-key.pem");
    SealKey key =
        settings
            .seal()
            .key()
            .map(named -> new KeyFile(Path.of(named)).read())
            .orElseGet(() -> new KeyFile(own).readOrMake());
    return new Sealer(database, audit, key, node(settings), clock);
  }

  @Produces
  @Singleton
  TargetNews targetNews() {
    return new TargetNews(Clock.systemUTC());
  }

  @Produces
  @Singleton
  @Named("anchoring")
  Anchoring anchoring(Database database, TargetNews targets, HubSettings settings) {
    HubSettings.Anchor set = settings.anchor();
    Clock own = Clock.systemUTC();
    List<AnchorPlace> places = new ArrayList<>();
    set.file().ifPresent(file -> places.add(new AnchorLog(Path.of(file))));
    set.tsa().ifPresent(address -> places.add(new TimeStamps(address, own)));
    return new Anchoring(
        database, targets, places, new Anchoring.Settings(set.every(), set.push()), own);
  }

  @Produces
  @Singleton
  Outbox outbox(
      Database database, CurrentConfig config, AuditLog audit, Clock clock, HubSettings settings) {
    return Outbox.create(
        database, config, audit, clock, database.read(Epochs::read), node(settings));
  }

  @Produces
  @Singleton
  DeadLetters deadLetters(Outbox outbox) {
    return outbox.deadLetters();
  }

  @Produces
  @Singleton
  TargetControl targetControl(Outbox outbox) {
    return outbox.targets();
  }

  @Produces
  @Singleton
  SourceControl sourceControl(Database database, AuditLog audit) {
    return new SourceControl(database, audit);
  }

  @Produces
  @Singleton
  SourceCursor sourceCursor(Database database, AuditLog audit) {
    return new SourceCursor(database, audit);
  }

  @Produces
  @Singleton
  Stages stages(Clock clock) {
    return new Stages(clock);
  }

  @Produces
  @Singleton
  SourcePlans sourcePlans(CurrentConfig config, Stages stages) {
    return new SourcePlans(config, stages);
  }

  @Produces
  @Singleton
  Intake intake(Database database, SourcePlans plans, Outbox outbox, AuditLog audit, Clock clock) {
    return new Intake(database, plans, outbox.planner(), audit, clock);
  }

  @Produces
  @Singleton
  Baseline baseline(Database database, CurrentConfig config, AuditLog audit) {
    return new Baseline(database, config, audit);
  }

  @Produces
  @Singleton
  Absences absences(Intake intake) {
    return intake.absences();
  }

  @Produces
  @Singleton
  Holds holds(Database database, SourcePlans plans, Outbox outbox, AuditLog audit, Clock clock) {
    return new Holds(database, plans, outbox.planner(), audit, clock);
  }

  @Produces
  @Singleton
  Content content(
      Database database, SourcePlans plans, PageReader reader, Intake intake, AuditLog audit) {
    return new Content(database, plans, reader, intake, audit);
  }

  @Produces
  @Singleton
  Pulls pulls(Database database, CurrentConfig config, AuditLog audit, HubSettings settings) {
    Pulls.Times times =
        new Pulls.Times(
            Duration.ofMillis(settings.pull().lease()), Duration.ofMillis(settings.pull().turn()));
    Pulls pulls = new Pulls(database, config, audit, node(settings), times);
    pulls.register();
    return pulls;
  }

  @Produces
  @Singleton
  PageReader pageReader() {
    return new FormatPageReader();
  }

  @Produces
  @Singleton
  HttpPull httpPull(Clock clock, Secrets secrets) {
    return new HttpPull(clock, secrets::resolve);
  }

  @Produces
  @Singleton
  DropFolder dropFolder(Clock clock, HubSettings settings, CurrentConfig config) {
    return new DropFolder(
        clock, Path.of(""), Path.of(settings.data()), () -> config.get().sources().values());
  }

  @Produces
  @Singleton
  Renderer renderer(HubSettings settings, CurrentConfig config, Stages stages) {
    return new Renderer(settings.hub(), planned -> stages.envelope(config, planned));
  }

  @Produces
  @Singleton
  ReplyReader replyReader(Clock clock) {
    return new ReplyReader(clock);
  }

  @Produces
  @Singleton
  Proxies proxies(HubSettings settings) {
    return Proxies.of(settings.proxy());
  }

  @Produces
  @Singleton
  HttpPush httpPush(
      Vertx vertx, Secrets secrets, ReplyReader reader, Clock clock, TargetNews targets) {
    return new HttpPush(vertx, secrets::resolve, reader, clock, told(targets));
  }

  private static SealNews told(TargetNews targets) {
    return new SealNews() {
      @Override
      public String newest() {
        return targets.newest();
      }

      @Override
      public void answered(String target, String header, String date) {
        targets.answered(target, header, date);
      }
    };
  }

  @Produces
  @Singleton
  @Named("reconciling")
  Reconciling reconciling(
      Database database, CurrentConfig config, Outbox outbox, AuditLog audit, Asking asking) {
    return new Reconciling(database, config, asking, outbox.repair(), audit);
  }

  @Produces
  @Singleton
  @Named("manifests")
  Manifests manifests(
      Database database, CurrentConfig config, Outbox outbox, AuditLog audit, Asking asking) {
    return new Manifests(database, config, asking, outbox.repair(), audit);
  }

  @Produces
  @Singleton
  Asking asking(Vertx vertx, Secrets secrets, Clock clock, Proxies proxies) {
    return new Asking(new HttpAsk(vertx, secrets::resolve, clock), proxies);
  }

  void close(@Disposes HttpPush push) {
    push.close();
  }

  static String node(HubSettings settings) {
    return settings.node().orElseGet(() -> host() + "-" + ProcessHandle.current().pid());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node";
    }
  }
}
