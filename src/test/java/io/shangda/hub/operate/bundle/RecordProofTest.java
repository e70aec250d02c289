package io.shangda.hub.operate.bundle;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.push.Renderer;
import io.shangda.hub.push.Trip;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody is handed who asks for the proof of one record. */
class RecordProofTest {
  private static final Actor CLERK = new Actor("李某", "法院要求");
  private static final Instant AT = Instant.parse("2026-03-01T01:02:03Z");
  private static final Map<String, String> CONFIG =
      Map.of(
          "sources/town.yaml",
          """
          id: town
          title: 测试来源
          region: "330881"
          publisher: "113308810026310171"
          connector: pull-http-json
          options: {url: http://town.test/cases}
          schedule: {every: 1s}
          types:
            - type: case-accept
              key: /id
              mapping: m.jslt
              schema: s.schema.json
              targets: [province]
          """,
          "targets/province.yaml",
          """
          id: province
          title: 省平台
          connector: push-http
          options: {url: http://province.test/records}
          types: {case-accept: {schema-version: "1"}}
          """,
          "mappings/m.jslt",
          "{\"title\": .title}",
          "schemas/s.schema.json",
          "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldShowAnOfficialWhatWentAndCameAndByWhichRules(Dialect dialect, @TempDir Path temp)
      throws Exception {
    CoreWorld world = new CoreWorld(dialect);
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    Sealer sealer = new Sealer(world.database, audit, SealKeys.make(), "node-1", Clock.systemUTC());
    configured(world);
    world.pull(record("GC-2026-001", "title", "某镇<道路>改造", "town", "江山市某镇"));
    attempt(world, new PushReply.Answered(503, Map.of(), utf8("busy"), trip(1)));
    world.claimed(); // by a node that dies while it sends
    world.lapse();
    attempt(world, new PushReply.Broken(true, "no whole answer within 30 s", trip(2)));
    attempt(
        world,
        new PushReply.Answered(
            200,
            Map.of("content-type", "application/json"),
            utf8("{\"word\":\"accepted\",\"receipt\":\"R-1\",\"text\":\"已收到\"}"),
            trip(3)));
    sealer.seal();
    Path folder = temp.resolve("proof");

    long id = RecordProof.find(world.database, "GC-2026-001").get(0);
    RecordProof.take(world.database, Clock.systemUTC(), id, CLERK).write(folder);

    JsonNode bundle = new ObjectMapper().readTree(folder.resolve("bundle.json").toFile());
    JsonNode version = bundle.at("/versions/0");
    assertThat(version.path("schema").asText()).isEqualTo("s.schema.json");
    assertThat(version.path("schema_hash").asText()).isEqualTo(hash("schemas/s.schema.json"));
    assertThat(version.path("mapping_hash").asText()).isEqualTo(hash("mappings/m.jslt"));
    JsonNode raw = bundle.at("/pages/0");
    assertThat(Hash.sha256(utf8(raw.at("/content/text").asText())).text())
        .isEqualTo(version.path("raw_hash").asText());
    assertThat(bundle.path("attempts")).hasSize(3);
    String page = Files.readString(folder.resolve("证明.html"));
    assertThat(page)
        .contains("李某", "法院要求", "的第 4 次报送", "第 2 次报送没有留下记录", "没有答复：no whole answer within 30 s")
        .contains("有答复，HTTP 503", "某镇&lt;道路&gt;改造", "已收到", "对方已接收（delivered）")
        .contains("2026-03-01 09:02:05", "本证明不能证明什么")
        .doesNotContain("某镇<道路>");
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(world.events("GC-2026-001")).last().isEqualTo("bundle-taken by 李某: 法院要求");
  }

  private static Trip trip(int second) {
    return new Trip(
        "POST https://platform.example.gov.cn/records", AT.plusSeconds(second - 1), 35, Map.of());
  }

  private static void attempt(CoreWorld world, PushReply reply) {
    Claimed claimed = world.claimed();
    List<PushRequest> requests =
        new Renderer(
                "hub",
                blueprint -> {
                  throw new IllegalStateException("no envelope");
                })
            .render(claimed);
    Reading reading =
        reply instanceof PushReply.Answered answered
            ? answered.status() == 200
                ? new Reading.Results(List.of(new Reading.Result(Word.ACCEPTED, "R-1", "")))
                : new Reading.Fault(answered.status(), "busy", Duration.ZERO)
            : new Reading.Unknown(true, "no answer");
    world.outbox.outcomes().settle(claimed, requests, List.of(reading), List.of(reply));
  }

  private static void configured(CoreWorld world) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    CONFIG.forEach((path, text) -> files.put(path, utf8(text)));
    ConfigFiles config = new ConfigFiles(files);
    world.database.execute(
        c ->
            Sql.update(
                c,
                "insert into configuration (version, hash, content, applied_by) values (1, ?, ?, 'test')",
                config.hash().text(),
                config.zip()));
  }

  private static String hash(String path) {
    return Hash.sha256(utf8(Objects.requireNonNull(CONFIG.get(path)))).text();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
