package io.shangda.hub.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig.Absence;
import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.intake.Reach;
import io.shangda.hub.support.CoreWorld;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does about records that a source no longer lists. */
@QuarkusTest
@TestProfile(OperateProfile.class)
class AbsenceApiTest {
  private static final String SOURCE = "io.shangda.hub:type=Source,name=town";
  private static final String PATH = "/api/v1/sources/town/absences";

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject CoreWorld world;

  private HubConfig before;

  @BeforeEach
  void tenOfWhichSixVanish() {
    before = world.config.get();
    Absence absence = new Absence(1, Duration.ZERO, 0.5, 100, Duration.ofDays(30));
    world.config.apply(CoreWorld.withAbsence(before, absence));
    list(0);
    world.acceptAll();
    list(6);
  }

  @AfterEach
  void allAreListedAgain() {
    list(0);
    world.acceptAll();
    world.config.apply(before);
  }

  private void list(int from) {
    PullClaim claim = world.claim();
    String[] records =
        IntStream.range(from, 10).mapToObj(i -> CoreWorld.record("ab-" + i)).toArray(String[]::new);
    world.intake.takeIn(claim, CoreWorld.page("{}", records));
    world.pulls.complete(claim, null, new Reach.Whole());
    world.intake.absences().withdrawDue(CoreWorld.SOURCE);
  }

  @Test
  void shouldShowWhatWouldGoAndLetExactlyThatGo() {
    JsonPath preview = get("?limit=4");
    assertThat(preview.getString("state")).isEqualTo("brake");
    assertThat(preview.getInt("due")).isEqualTo(6);
    assertThat(preview.getList("items.key")).containsExactly("ab-0", "ab-1", "ab-2", "ab-3");
    assertThat(get("?limit=4&after=" + preview.getLong("next")).getList("items.key"))
        .containsExactly("ab-4", "ab-5");
    String token = preview.getString("token");

    assertThat(act("release", Map.of("reason", "x")).statusCode()).isEqualTo(400);
    assertThat(act("release", Map.of("token", token)).statusCode()).isEqualTo(400);
    Response stale = act("release", Map.of("token", "another", "reason", "x"));
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(stale.jsonPath().getString("detail")).contains("nothing was done, look again");
    JsonPath released =
        act("release", Map.of("token", token, "reason", "closed by the county")).jsonPath();

    assertThat(released.getInt("done")).isEqualTo(6);
    assertThat(world.acceptAll()).hasSize(6);
    assertThat(get("?state=withdrawn").getList("items")).hasSize(6);
    JsonPath undone =
        act("undo", Map.of("run", released.getLong("run"), "reason", "not closed")).jsonPath();
    assertThat(undone.getInt("done")).isEqualTo(6);
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsOnly("insert");
    assertThat(admin().get("/api/v1/ledger").jsonPath().getBoolean("balanced")).isTrue();
    assertThat(admin().get("/api/v1/audit/events?event=absences-released").asString())
        .contains("closed by the county");
  }

  @Test
  void shouldKeepWhatIsKept() {
    String token = get("").getString("token");

    JsonPath kept = act("keep", Map.of("token", token, "reason", "the list is wrong")).jsonPath();

    assertThat(kept.getInt("done")).isEqualTo(6);
    assertThat(get("").getString("state")).isEqualTo("free");
    assertThat(world.acceptAll()).isEmpty();
    assertThat(admin().get(PATH + "?state=nonsense").statusCode()).isEqualTo(400);
    assertThat(admin().get("/api/v1/sources/nowhere/absences").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldShowTheBrakeAsMetricAndInTheConsole() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName(SOURCE);
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(admin().get("/q/metrics").asString())
                  .contains("hub_source_missing{source=\"town\"} 6.0")
                  .contains("hub_source_brake{source=\"town\"} 1.0");
              assertThat(server.getAttribute(name, "Withdrawals")).isEqualTo("brake");
            });
    assertThat(server.getAttribute(name, "Missing")).isEqualTo(6L);

    String shown = exec("showAbsences").getString("value");
    assertThat(shown).contains("6 records wait", "case-accept ab-0");
    String token = get("").getString("token");
    assertThat(shown).contains("Token: " + token);
    assertThat(exec("keepAbsences", token, "still there").getString("value"))
        .isEqualTo("6 records of source 'town' stay and count as seen");
  }

  private JsonPath exec(String operation, String... arguments) {
    return admin()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "type",
                "exec",
                "mbean",
                SOURCE,
                "operation",
                operation,
                "arguments",
                List.of(arguments)))
        .post("/hawtio/jolokia")
        .jsonPath();
  }

  private JsonPath get(String query) {
    return admin().get(PATH + query).jsonPath();
  }

  private Response act(String what, Map<String, Object> body) {
    return admin().contentType(ContentType.JSON).body(body).post(PATH + "/" + what);
  }

  private RequestSpecification admin() {
    return given().auth().preemptive().basic("admin", AdminPassword.in(data));
  }
}
