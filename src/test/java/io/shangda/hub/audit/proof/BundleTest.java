package io.shangda.hub.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Retention;
import io.shangda.hub.record.Word;
import io.shangda.hub.retention.Archiving;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One record's proof, followed from each event to its seal by a program that is not the hub's. */
class BundleTest {
  private static final String FOLLOW =
      """
      import hashlib, json, sys
      bundle = json.load(open(sys.argv[1], encoding="utf-8"))
      seals = {int(s["seal"]): s for s in bundle["seals"]}
      def up(text, path):
          at = hashlib.sha256(b"\\0" + text.encode()).digest()
          for step in path:
              other = bytes.fromhex(step["hash"][7:])
              at = hashlib.sha256(b"\\1" + (other + at if step["left"] else at + other)).digest()
          return "sha256:" + at.hex()
      for event in bundle["events"]:
          leaf, events, root = event["leafText"].split(" ")
          assert up(event["text"], event["pathToLeaf"]) == root, event
          seal = seals[event["seal"]]
          assert up(event["leafText"], event["pathToSeal"]) == json.loads(seal["content"])["root"]
          assert "sha256:" + hashlib.sha256(seal["content"].encode()).hexdigest() == seal["hash"]
      print(len(bundle["events"]), "events follow")
      """;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldLeadFromEveryEventOfTheRecordToASeal(Dialect dialect, @TempDir Path folder)
      throws Exception {
    CoreWorld world = new CoreWorld(dialect);
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    Sealer sealer = new Sealer(world.database, audit, SealKeys.make(), "node-1", Clock.systemUTC());
    world.pull(CoreWorld.record("a"), CoreWorld.record("b"), CoreWorld.record("c"));
    sealer.seal();
    world.sendAll(d -> CoreWorld.said(Word.ACCEPTED));
    world.pull(CoreWorld.record("b", "v", "2"));
    sealer.seal();
    Bundle bundles = new Bundle(world.database);

    ObjectNode bundle = bundles.of(bundles.find("b").get(0));

    assertThat(bundle.path("versions")).hasSize(2);
    assertThat(bundle.at("/deliveries/0/receipt").asText()).isEqualTo("R-1");
    assertThat(bundle.path("events").size()).isGreaterThanOrEqualTo(3);
    assertThat(bundle.path("seals")).hasSize(2);
    Path file = Files.writeString(folder.resolve("bundle.json"), bundle.toString());
    Path program = Files.writeString(folder.resolve("follow.py"), FOLLOW);
    assertThat(python(program, file)).isEqualTo(bundle.path("events").size() + " events follow\n");
    Files.writeString(
        file,
        bundle
            .toString()
            .replaceFirst("\\\\\"actor\\\\\":\\\\\"hub", "\\\\\"actor\\\\\":\\\\\"hab"));
    assertThat(python(program, file)).contains("AssertionError");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldReadWhatIsArchivedAndSayWhereItIs(Dialect dialect, @TempDir Path folder)
      throws Exception {
    CoreWorld world = new CoreWorld(dialect);
    HubConfig now = world.config.get();
    Retention retention = new Retention(null, null, null, null, Duration.ZERO);
    world.config.apply(
        new HubConfig(
            now.sources(), now.targets(), now.rules(), now.screening(), retention, now.files()));
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    Sealer sealer = new Sealer(world.database, audit, SealKeys.make(), "node-1", Clock.systemUTC());
    world.pull(CoreWorld.record("a"), CoreWorld.record("b"));
    world.sendAll(d -> CoreWorld.said(Word.ACCEPTED));
    sealer.seal();
    world.pull(CoreWorld.record("c"));
    world.sendAll(d -> CoreWorld.said(Word.ACCEPTED));
    sealer.seal();
    Path archives = folder.resolve("archives");
    Archiving archiving = new Archiving(world.database, world.config, audit, archives);
    archiving.step();
    sealer.seal();
    for (int steps = 0; archiving.step(); steps++) {
      assertThat(steps).isLessThan(100);
    }
    world.pull(CoreWorld.record("b", "v", "2"));
    sealer.seal();
    long record = world.id("b");
    assertThat(world.number("select count(*) from audit_event where record = ?", record))
        .isEqualTo(1);

    ObjectNode bundle = new Bundle(world.database).of(record);

    assertThat(bundle.path("events")).hasSize(3);
    assertThat(bundle.at("/archives/0/read").asBoolean()).isTrue();
    assertThat(bundle.at("/archives/0/events").asInt()).isEqualTo(2);
    Path file = Files.writeString(folder.resolve("bundle.json"), bundle.toString());
    Path program = Files.writeString(folder.resolve("follow.py"), FOLLOW);
    assertThat(python(program, file)).isEqualTo("3 events follow\n");

    Files.move(archives, folder.resolve("elsewhere"));
    ObjectNode without = new Bundle(world.database).of(record);
    assertThat(without.path("events")).hasSize(1);
    assertThat(without.at("/archives/0/read").asBoolean()).isFalse();
    assertThat(without.at("/archives/0/folder").asText()).contains("archives");
  }

  private static String python(Path program, Path file) throws Exception {
    Process process =
        new ProcessBuilder("python3", program.toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
