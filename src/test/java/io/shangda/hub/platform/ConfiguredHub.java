package io.shangda.hub.platform;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.Secrets;
import io.shangda.hub.delivery.Outbox;
import io.shangda.hub.intake.Intake;
import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.intake.SourcePlans;
import io.shangda.hub.operate.ConfigChecks;
import io.shangda.hub.operate.configure.Configurations;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Renderer;
import io.shangda.hub.push.ReplyReader;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.Told;
import io.shangda.hub.store.Database;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/**
 * A node put together as {@link Wiring} does it, from a configuration folder: one source {@code
 * town} whose records are made by the test, one target {@code province}. A second one over the same
 * database is the same hub after a restart.
 */
final class ConfiguredHub {
  static final TargetId PROVINCE = new TargetId("province");

  final Database database;
  final ConfigRows config;
  final Outbox outbox;
  final Renderer renderer;
  final ReplyReader replies;
  private final Path folder;
  private final Configurations configurations;
  private final Wiring wiring = new Wiring();
  private final Clock clock = Clock.systemUTC();
  private final Intake intake;
  private final Pulls pulls;
  private final FormatPageReader reader = new FormatPageReader();

  ConfiguredHub(Database database, Path folder) {
    HubSettings settings =
        new SmallRyeConfigBuilder()
            .withMapping(HubSettings.class)
            .build()
            .getConfigMapping(HubSettings.class);
    AuditLog audit = new AuditLog(database, clock);
    configurations = new Configurations(database, audit);
    Stages stages = new Stages(clock);
    this.database = database;
    this.folder = folder;
    config = new ConfigRows(database, ConfigChecks.reader(), false);
    apply();
    outbox = wiring.outbox(database, config, audit, clock, settings);
    renderer = wiring.renderer(settings, config, stages);
    replies = new ReplyReader(clock);
    SourcePlans plans = wiring.sourcePlans(config, stages);
    intake = wiring.intake(database, plans, outbox, audit, clock);
    pulls = wiring.pulls(database, config, audit, settings);
  }

  /** Writes files of the configuration; they run after {@link #apply()}. */
  static void write(Path folder, Map<String, String> files) {
    files.forEach(
        (path, text) -> {
          try {
            Files.createDirectories(Objects.requireNonNull(folder.resolve(path).getParent()));
            Files.writeString(folder.resolve(path), text);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  /** Makes the folder as it is now the running configuration. */
  void apply() {
    config.apply(folder, Path.of("routes"), configurations, Actor.HUB);
    config.refresh();
  }

  void apply(Map<String, String> files) {
    write(folder, files);
    apply();
  }

  /** Takes in one page with a list of records. */
  void pull(String... records) {
    PullClaim claim =
        Awaitility.await()
            .pollInterval(Duration.ofMillis(5))
            .until(() -> pulls.claim(1), claims -> !claims.isEmpty())
            .get(0);
    byte[] body = ("[" + String.join(",", records) + "]").getBytes(StandardCharsets.UTF_8);
    RawPage raw = new RawPage(body, "application/json", "http://town.test/cases", Instant.now());
    try {
      Page page =
          reader.read(
              Objects.requireNonNull(config.get().sources().get(claim.source())),
              raw,
              null,
              Told.NOTHING);
      intake.takeIn(claim, page);
    } catch (io.shangda.hub.source.PullFailure e) {
      throw new IllegalStateException(e);
    }
    pulls.complete(claim);
  }

  /** Claims the next batch, waiting for it if it is due in a moment. */
  Claimed claimed() {
    return Objects.requireNonNull(
        Awaitility.await()
            .pollInterval(Duration.ofMillis(5))
            .until(() -> outbox.claims().claim(PROVINCE), c -> c != null));
  }

  List<PushRequest> requests(Claimed claimed) {
    return renderer.render(claimed);
  }

  HttpPush push(Vertx vertx) {
    return new HttpPush(
        vertx, Secrets.ofThisProcess(Path.of("secrets"), Path.of("data"))::resolve, replies, clock);
  }
}
