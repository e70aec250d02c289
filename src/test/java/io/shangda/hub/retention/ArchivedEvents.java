package io.shangda.hub.retention;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.proof.Damage;
import io.shangda.hub.audit.proof.DatabaseEvidence;
import io.shangda.hub.audit.proof.Evidence;
import io.shangda.hub.audit.proof.Export;
import io.shangda.hub.audit.proof.ExportEvidence;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Retention;
import io.shangda.hub.operate.query.Records;
import io.shangda.hub.operate.query.Trace;
import io.shangda.hub.operate.query.Traces;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.StoreException;
import io.shangda.hub.support.CoreWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Audit events leave the database for archives by whole seals, run on each database. */
abstract class ArchivedEvents {
  private final CoreWorld world;
  private final AuditLog audit;
  private final Sealer sealer;
  private final Path folder;

  ArchivedEvents(Dialect dialect, Path folder) {
    this.folder = folder;
    world = new CoreWorld(dialect);
    audit = new AuditLog(world.database, Clock.systemUTC());
    sealer = new Sealer(world.database, audit, SealKeys.make(), "node-1", Clock.systemUTC());
    keepNothing(world);
  }

  /** Whatever is sealed is old enough; the shortest time that a person may ask for is longer. */
  private static void keepNothing(CoreWorld world) {
    HubConfig now = world.config.get();
    Retention retention = new Retention(null, null, null, null, Duration.ZERO);
    world.config.apply(
        new HubConfig(
            now.sources(), now.targets(), now.rules(), now.screening(), retention, now.files()));
  }

  private Archiving archiving() {
    return new Archiving(world.database, world.config, audit, folder);
  }

  private void delivered(String key) {
    world.pull(record(key));
    world.acceptAll();
    sealer.seal();
  }

  /** All that can be archived now is, and its rows are gone. */
  private void archiveAll() {
    again();
    archiving().step();
    sealer.seal();
    for (int steps = 0; archiving().step(); steps++) {
      assertThat(steps).isLessThan(100);
    }
  }

  private void again() {
    world.execute("update retention_walk set due_at = current_timestamp where part = 'events'");
  }

  private long seals() {
    return world.number("select count(*) from audit_seal");
  }

  private List<String> damages() {
    return damages(new DatabaseEvidence(world.database));
  }

  private static List<String> damages(Evidence evidence) {
    List<String> damages = new ArrayList<>();
    new Verifier(
            evidence, List.of(), Set.of(), (Damage d) -> damages.add(d.kind() + " " + d.place()))
        .run();
    return damages;
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private Trace trace(String key) {
    Records records = new Records(world.database, world.config);
    return new Traces(world.database, records).of(world.id(key)).orElseThrow();
  }

  private void withoutTriggers(String sql) {
    for (String table :
        List.of("audit_event", "audit_leaf", "audit_seal", "audit_seal_leaf", "audit_archive")) {
      world.execute(
          world.database.dialect() == Dialect.POSTGRESQL
              ? "alter table " + table + " disable trigger user"
              : "drop trigger if exists " + table + "_stays");
    }
    world.execute(sql);
  }

  @Test
  void shouldArchiveWholeSealsAndVerifyOnFromTheSealAfterThem() throws IOException {
    delivered("a");
    delivered("b");
    delivered("c");

    archiveAll();

    assertThat(archives()).extracting(Path::getFileName).hasToString("[seals-000000001-000000002]");
    assertThat(world.number("select min(seal) from audit_seal")).isEqualTo(3);
    assertThat(world.number("select min(seal) from audit_seal_leaf")).isEqualTo(3);
    assertThat(world.number("select count(*) from audit_event where record = " + world.id("a")))
        .isZero();
    assertThat(damages()).isEmpty();
    try (Evidence archive = new ExportEvidence(archives().get(0))) {
      assertThat(damages(archive)).isEmpty();
    }
  }

  @Test
  void shouldVerifyAnExportOfWhatIsLeft() throws IOException {
    delivered("a");
    delivered("b");
    archiveAll();
    Path export = folder.resolve("export");

    new Export(new DatabaseEvidence(world.database)).to(export, Instant.now());

    try (Evidence written = new ExportEvidence(export)) {
      assertThat(written.begin().seal()).isEqualTo(1);
      assertThat(damages(written)).isEmpty();
    }
  }

  @Test
  void shouldBeCheckedWithoutTheHubByTheScriptOfTheReadme() throws Exception {
    delivered("a");
    delivered("b");
    archiveAll();
    delivered("c");
    archiveAll();
    Path script = folder.resolve(".verify.py");
    Matcher text =
        Pattern.compile("```python\n(import base64.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(text.find()).isTrue();
    Files.writeString(script, text.group(1));
    Path rest = folder.resolve(".rest");
    new Export(new DatabaseEvidence(world.database)).to(rest, Instant.now());
    Path second = archives().stream().filter(p -> p.toString().contains("/seals")).toList().get(1);

    assertThat(run(script, second)).contains("whole");
    assertThat(run(script, rest)).contains("whole");
    Path manifest = rest.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replaceAll("\"after\" : \\d+", "\"after\" : 1"));
    assertThat(run(script, rest)).contains("no sealed event says that they were archived");
  }

  private static String run(Path script, Path export) throws IOException {
    Process process =
        new ProcessBuilder("python3", script.toString(), export.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldArchiveOnWhereTheLastArchiveEnds() throws IOException {
    delivered("a");
    delivered("b");
    archiveAll();
    delivered("c");
    archiveAll();

    assertThat(archives()).hasSize(2);
    try (Evidence second = new ExportEvidence(archives().get(1))) {
      assertThat(second.begin().seal()).isEqualTo(1);
      assertThat(damages(second)).isEmpty();
    }
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldKeepAllRowsUntilTheEventThatSaysSoIsSealed() throws IOException {
    delivered("a");
    delivered("b");
    archiving().step();
    again();

    assertThat(archiving().step()).isFalse();

    assertThat(archives()).hasSize(1);
    assertThat(seals()).isEqualTo(2);
    assertThatThrownBy(() -> world.execute("delete from audit_event"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is evidence");
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldLetNothingGoThatIsNotArchived() {
    delivered("a");
    delivered("b");
    archiveAll();

    for (String table : List.of("audit_event", "audit_leaf", "audit_seal", "audit_seal_leaf")) {
      assertThatThrownBy(() -> world.execute("delete from " + table))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is evidence");
    }
    assertThatThrownBy(() -> world.execute("delete from audit_archive"))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> world.execute("update audit_event set content = ''"))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void shouldNameTheArchiveInTheHashedEventAndTheTrace() throws IOException {
    delivered("a");
    delivered("b");
    archiveAll();

    Path archive = archives().get(0);
    String sums = Files.readString(archive.resolve("SHA256SUMS"));
    assertThat(sums).contains("  events.jsonl\n").contains("  manifest.json\n");
    assertThat(world.events("a")).isEmpty();
    assertThat(trace("a").archives())
        .singleElement()
        .satisfies(found -> assertThat(found.file()).endsWith("seals-000000001-000000001"));
    assertThat(trace("a").timeline())
        .extracting(Trace.Step::text)
        .anySatisfy(text -> assertThat(text).contains("and no longer in the database"));
    assertThat(
            world.number(
                "select count(*) from audit_event where event = 'audit-archived' and content like"
                    + " '%"
                    + Hash.sha256(sums).text()
                    + "%'"))
        .isEqualTo(1);
  }

  @Test
  void shouldStopBeforeASealThatSomethingUnresolvedHangsOn() throws IOException {
    delivered("a");
    world.pull(record("held", "hold", "x"));
    sealer.seal();
    delivered("b");

    archiveAll();

    assertThat(archives()).extracting(Path::getFileName).hasToString("[seals-000000001-000000001]");
    assertThat(world.events("held")).isNotEmpty();
  }

  @Test
  void shouldNotWaitForeverForWhatNobodySettles() {
    delivered("a");
    world.pull(record("held", "hold", "x"));
    sealer.seal();
    delivered("b"); // the newest seal is never archived
    Instant soon = Instant.now().plusSeconds(60);
    ArchivableSeals seals = new ArchivableSeals(world.database);

    assertThat(seals.after(soon, Instant.EPOCH).range())
        .as("while a person may still settle it")
        .satisfies(range -> assertThat(range.last()).isEqualTo(1));
    assertThat(seals.after(soon, soon).range())
        .as("when nobody did")
        .satisfies(range -> assertThat(range.last()).isEqualTo(2));
  }

  @Test
  void shouldArchiveNothingThatIsNotWhole() throws IOException {
    delivered("a");
    delivered("b");
    withoutTriggers("update audit_event set content = replace(content, 'town', 'city')");

    Archiving archiving = archiving();
    assertThatThrownBy(archiving::step)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stay in the database, because they are not whole");

    assertThat(world.number("select count(*) from audit_archive")).isZero();
    assertThat(seals()).isEqualTo(2);
  }

  @Test
  void shouldMissSealsThatNoSealedEventSaysAreArchived() {
    delivered("a");
    delivered("b");
    long sealed = world.number("select min(leaf) from audit_seal_leaf where seal = 2");
    for (String table : List.of("audit_event", "audit_leaf")) {
      String key = table.equals("audit_event") ? "leaf" : "id";
      withoutTriggers(
          "delete from %s where %s in (select leaf from audit_seal_leaf where seal = 1)"
              .formatted(table, key));
    }
    world.execute(
        """
        insert into audit_archive (last_seal, first_seal, hash, file, file_hash, events, from_at, to_at, leaf)
        select 1, 1, hash, 'gone', '', 1, at, at, %d from audit_seal where seal = 1
        """
            .formatted(sealed));

    assertThat(damages()).contains("SEAL_MISSING seals 1 to 1");
  }

  @Test
  void shouldWriteAnewWhatADeadNodeLeft() throws IOException {
    delivered("a");
    delivered("b");
    for (String name : List.of(".seals-000000001-000000001", "seals-000000001-000000001")) {
      Files.createDirectories(folder.resolve(name));
      Files.writeString(folder.resolve(name).resolve("seals.jsonl"), "half");
    }

    archiveAll();

    assertThat(archives()).hasSize(1);
    try (Evidence archive = new ExportEvidence(archives().get(0))) {
      assertThat(damages(archive)).isEmpty();
    }
    assertThat(damages()).isEmpty();
  }

  @Test
  void shouldNotWriteWhileAnotherNodeHasTheLease() throws IOException {
    delivered("a");
    delivered("b");
    world.execute(
        "insert into retention_walk (part, due_at) values ('events', current_timestamp + interval"
            + " '5' minute)");

    assertThat(archiving().step()).isFalse();

    assertThat(archives()).isEmpty();
  }
}
