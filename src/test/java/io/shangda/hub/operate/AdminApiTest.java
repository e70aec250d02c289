package io.shangda.hub.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.record.Word;
import io.shangda.hub.support.CoreWorld;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OperateProfile.class)
class AdminApiTest {
  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject CoreWorld world;

  @Test
  void shouldShowALedgerThatAddsUpForEverySourceAndTarget() {
    long before = get("ledger").getLong("taken.pulled");

    world.pull(
        CoreWorld.record("L1"),
        CoreWorld.record("L2", "hold", "spam"),
        CoreWorld.record("L3", "reject", "bad"),
        "no json");
    JsonPath inFlight = get("ledger");
    world.acceptAll();
    JsonPath settled = get("ledger");

    assertThat(inFlight.getBoolean("balanced")).isTrue();
    assertThat(settled.getBoolean("balanced")).isTrue();
    assertThat(settled.getLong("taken.pulled") - before).isEqualTo(4);
    assertThat(inFlight.getLong("sent.inFlight")).isPositive();
    assertThat(settled.getLong("sent.inFlight")).isZero();
    assertThat(settled.getLong("targets.find { it.target == 'province' }.sent.planned"))
        .isEqualTo(settled.getLong("sent.planned"));
    assertThat(settled.getBoolean("sources.find { it.source == 'town' }.taken.balanced")).isTrue();
  }

  @Test
  void shouldShowTheLedgerOfOneRun() {
    world.pull(CoreWorld.record("R1"), "no json");
    long run = get("runs?limit=1").getLong("items[0].id");

    JsonPath ledger = get("ledger/runs/" + run);

    assertThat(ledger.getLong("taken.pulled")).isEqualTo(2);
    assertThat(ledger.getLong("taken.unreadable")).isEqualTo(1);
    assertThat(ledger.getLong("flows[0].sent.planned")).isEqualTo(1);
    assertThat(admin().get("/api/v1/ledger/runs/1").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldFindARecordByItsKeyTheKeysBeginningOrASearchValue() {
    world.pull(CoreWorld.record("FIND-77"), CoreWorld.record("FIND-78"));

    assertThat(get("records?q=FIND-77").getList("items.key")).containsExactly("FIND-77");
    assertThat(get("records?q=FIND-7").getList("items.key")).containsExactly("FIND-77", "FIND-78");
    assertThat(get("records?q=FIND-7&limit=1").getString("next")).isNotNull();
    assertThat(get("records?q=IND-7").getList("items")).isEmpty();
    assertThat(get("records?q=%25").getList("items")).isEmpty();
  }

  @Test
  void shouldListAuditEventsForViewerAndAuditor() {
    world.pull(CoreWorld.record("AE-1"));
    long id = world.id("AE-1");
    world.acceptAll();

    JsonPath events = get("audit/events?record=" + id + "&limit=1");

    assertThat(events.getList("items.record", Long.class)).containsExactly(id);
    assertThat(events.getString("next")).isNotNull();
    assertThat(get("audit/events?from=2999-01-01T00:00:00%2B08:00").getList("items")).isEmpty();
    Response bad = admin().get("/api/v1/audit/events?from=yesterday");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.jsonPath().getString("detail")).contains("'from'", "yesterday");
  }

  @Test
  void shouldApplyAConfigurationOnlyIfItHasNoMistake() {
    ConfigFiles good = files("codes/yes-no.csv", "code,value,valid_from,valid_to\n1,是,,\n");
    ConfigFiles bad = files("rules/a.yaml", "rule: []\n");

    Response refused = act("configuration", Map.of("zip", bad.zip(), "reason", "x"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.jsonPath().getString("detail")).contains("config/rules/a.yaml:1 rule");
    assertThat(act("configuration", Map.of("zip", good.zip())).statusCode()).isEqualTo(400);
    Response applied = act("configuration", Map.of("zip", good.zip(), "reason", "Codes mended"));
    assertThat(applied.jsonPath().getList("changes"))
        .containsExactly("new file      codes/yes-no.csv");
    assertThat(get("configuration").getLong("version"))
        .isEqualTo(applied.jsonPath().getLong("version"));
    assertThat(get("audit/events?event=configuration-applied").getString("items[0].person"))
        .isEqualTo("admin");
  }

  private static ConfigFiles files(String path, String text) {
    return new ConfigFiles(new TreeMap<>(Map.of(path, text.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void shouldTraceOneRecordFromItsRawHashToItsReceipt() {
    world.pull(CoreWorld.record("T1"));
    world.acceptAll();
    long id = world.id("T1");

    JsonPath trace = get("records/" + id + "/trace");

    assertThat(trace.getString("versions[0].rawHash")).startsWith("sha256:");
    assertThat(trace.getString("versions[0].rawPlace")).isEqualTo("line 1");
    assertThat(trace.getString("versions[0].rawFrom")).isEqualTo("http://town.test/cases");
    assertThat(trace.getString("deliveries[0].state")).isEqualTo("delivered");
    assertThat(trace.getString("deliveries[0].receipt")).isEqualTo("R-1");
    assertThat(trace.getList("events")).hasSizeGreaterThanOrEqualTo(2);
    List<String> steps = trace.getList("timeline.step");
    assertThat(steps.get(0)).isEqualTo("received");
    assertThat(steps).contains("version-1", "delivered");
    assertThat(admin().get("/api/v1/records/1/trace").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldGroupHoldsByRuleAndReleaseOrRefuseThemWithAReason() {
    world.pull(CoreWorld.record("H1", "hold", "first"), CoreWorld.record("H2", "hold", "second"));
    JsonPath holds = get("holds?rule=test/hold");
    assertThat(holds.getString("groups[0].field")).isEqualTo("/hold");
    assertThat(holds.getString("groups[0].zh")).isNotBlank();
    assertThat(holds.getList("items.key")).contains("H1", "H2");

    Response without = act("holds/" + world.id("H1") + "/release", Map.of());
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(without.jsonPath().getString("title")).isEqualTo("A reason is needed");

    Map<String, Object> reason = Map.of("reason", "checked by telephone");
    assertThat(act("holds/" + world.id("H1") + "/release", reason).jsonPath().getInt("done"))
        .isEqualTo(1);
    assertThat(act("holds/" + world.id("H2") + "/refuse", reason).jsonPath().getInt("done"))
        .isEqualTo(1);

    assertThat(world.states("H1")).isNotEmpty();
    assertThat(get("holds").getList("items.key")).doesNotContain("H1", "H2");
    assertThat(get("records/" + world.id("H1") + "/trace").getList("timeline.text").toString())
        .contains("by admin, because: checked by telephone");
    assertThat(get("ledger").getBoolean("balanced")).isTrue();
  }

  @Test
  void shouldListRejectionsAndUnreadablesWithTheirPlace() {
    world.pull(CoreWorld.record("X1", "reject", "bad"), "{broken");

    assertThat(get("rejections?rule=test/reject").getList("items.key")).contains("X1");
    JsonPath unreadable = get("unreadables");
    assertThat(unreadable.getList("items.rawPlace")).contains("http://town.test/cases line 2");
    assertThat(unreadable.getList("items.zh")).contains("无法解析");
  }

  @Test
  void shouldReplayDeadLettersOnlyAfterSayingWhatWouldHappen() {
    world.pull(CoreWorld.record("D1"));
    world.sendAll(d -> new io.shangda.hub.push.Reading.Result(Word.REJECTED, null, "字段不合规"));
    assertThat(get("dead-letters").getList("groups.message")).contains("字段不合规");

    act("dead-letters/close", Map.of("delivery", 4711, "reason", "mistyped"))
        .then()
        .statusCode(404);
    Response all = act("dead-letters/replay", Map.of("reason", "x"));
    assertThat(all.statusCode()).isEqualTo(400);
    assertThat(all.jsonPath().getString("title")).isEqualTo("Which dead letters?");

    long record = world.id("D1");
    Map<String, Object> dry = Map.of("record", record, "dryRun", true, "reason", "try");
    assertThat(act("dead-letters/replay", dry).jsonPath().getInt("changed")).isEqualTo(1);
    assertThat(world.states("D1")).contains("dead");
    Map<String, Object> real = Map.of("record", record, "reason", "the platform mended it");
    assertThat(act("dead-letters/replay", real).jsonPath().getInt("changed")).isEqualTo(1);
    assertThat(world.states("D1")).doesNotContain("dead");
    world.acceptAll();
  }

  @Test
  void shouldPauseResumeAndPullASourceWithAReason() {
    Map<String, Object> reason = Map.of("reason", "the county changes its firewall");

    act("sources/town/pause", reason).then().statusCode(200);
    JsonPath paused = get("sources/town");
    assertThat(act("sources/town/pull", reason).jsonPath().getString("done"))
        .contains("is paused (admin: the county changes its firewall), so it is not pulled");
    act("sources/town/resume", reason).then().statusCode(200);
    act("sources/town/pull", reason).then().statusCode(200);

    assertThat(paused.getString("state")).isEqualTo("PAUSED");
    assertThat(paused.getString("pauseReason")).contains("admin").contains("firewall");
    assertThat(get("sources/town").getString("state")).isNotEqualTo("PAUSED");
    assertThat(get("sources").getList("title")).contains("测试来源");
  }

  @Test
  void shouldPauseProbeAndResumeATarget() {
    Map<String, Object> reason = Map.of("reason", "maintenance above");

    act("targets/province/pause", reason).then().statusCode(200);
    boolean paused = get("targets/province").getBoolean("paused");
    act("targets/province/probe", reason).then().statusCode(200);
    act("targets/province/resume", reason).then().statusCode(200);

    assertThat(paused).isTrue();
    assertThat(get("targets/province").getBoolean("paused")).isFalse();
    assertThat(act("targets/nowhere/pause", reason).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldShowAndEndWhatATargetAskedForARecordType() {
    world.execute("insert into target_state (target) values ('province') on conflict do nothing");
    world.execute(
        "insert into type_command (target, type, held, why) values ('province', 'case-accept',"
            + " 'stop', '年终结账')");
    Map<String, Object> reason = Map.of("reason", "they are ready");

    JsonPath stopped = get("targets/province");
    act("targets/province/resume?type=case-accept", reason).then().statusCode(200);

    assertThat(stopped.getString("commands[0].type")).isEqualTo("case-accept");
    assertThat(stopped.getString("commands[0].asks"))
        .isEqualTo("stopped until a person resumes it");
    assertThat(stopped.getString("commands[0].why")).isEqualTo("年终结账");
    assertThat(get("targets/province").getList("commands")).isEmpty();
    assertThat(act("targets/province/resume?type=Case!", reason).statusCode()).isEqualTo(400);
  }

  @Test
  void shouldPurgeARecordsContentAndKeepItsHashes() {
    world.pull(CoreWorld.record("P1"));
    world.acceptAll();
    long id = world.id("P1");

    act("records/" + id + "/purge", Map.of("reason", "published by mistake"))
        .then()
        .statusCode(200);

    JsonPath trace = get("records/" + id + "/trace");
    assertThat(trace.getString("versions[0].rawHash")).startsWith("sha256:");
    assertThat(trace.getList("events.event")).contains("purged");
  }

  @Test
  void shouldRunIntakeAgainOnKeptContent() {
    world.pull(CoreWorld.record("RP1"));

    Response run =
        act("reprocess", Map.of("source", "town", "type", "case-accept", "reason", "new table"));

    assertThat(run.jsonPath().getLong("run")).isPositive();
    assertThat(act("reprocess", Map.of("reason", "x")).statusCode()).isEqualTo(400);
    assertThat(act("reprocess", Map.of("source", "nobody", "reason", "x")).statusCode())
        .isEqualTo(404);
    world.acceptAll();
  }

  @Test
  void shouldAnswerEveryMistakeWithAProblemAndNoStackTrace() {
    for (Response response :
        List.of(
            admin().get("/api/v1/nothing-here"),
            admin().get("/api/v1/records/abc/trace"),
            admin().get("/api/v1/runs?limit=0"),
            admin().get("/api/v1/runs?after=x"),
            admin().delete("/api/v1/ledger"),
            admin().contentType(ContentType.JSON).body("{").post("/api/v1/sources/town/pull"))) {
      assertThat(response.statusCode()).isBetween(400, 499);
      assertThat(response.contentType()).startsWith("application/problem+json");
      assertThat(response.jsonPath().getInt("status")).isEqualTo(response.statusCode());
      assertThat(response.jsonPath().getString("title")).isNotBlank();
      assertThat(response.asString()).doesNotContain("Exception").doesNotContain("\tat ");
    }
  }

  @Test
  void shouldDescribeItselfWithRolesAndExamples() {
    String openapi = admin().get("/q/openapi").asString();

    assertThat(openapi)
        .contains("/api/v1/ledger:")
        .contains("/api/v1/dead-letters/replay:")
        .contains("/api/v1/users/{name}:")
        .contains("Role: operator.")
        .contains("the county office");
  }

  private JsonPath get(String path) {
    Response response = admin().urlEncodingEnabled(false).get("/api/v1/" + path);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }

  private Response act(String path, Map<String, Object> body) {
    return admin().contentType(ContentType.JSON).body(body).post("/api/v1/" + path);
  }

  private RequestSpecification admin() {
    return given().auth().preemptive().basic("admin", AdminPassword.in(data));
  }
}
