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
import io.shangda.hub.support.CoreWorld;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OperateProfile.class)
class SignalsTest {
  private static final String SOURCE = "io.shangda.hub:type=Source,name=town";
  private static final String TARGET = "io.shangda.hub:type=Target,name=province";

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject CoreWorld world;

  @Test
  void shouldBeReadyWithDatabaseBrokerAndConfiguration() {
    Response ready = given().get("/q/health/ready");

    assertThat(ready.statusCode()).as(ready.asString()).isEqualTo(200);
    assertThat(ready.jsonPath().getList("checks.name"))
        .contains("database", "broker", "configuration");
    assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldMeasureWhatTheDatabaseHolds() {
    world.pull(CoreWorld.record("M1"), CoreWorld.record("M2", "hold", "x"));
    world.acceptAll();

    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(admin().get("/q/metrics").asString())
                    .contains("hub_balanced 1.0")
                    .containsPattern(
                        "hub_records_total\\{.*source=\"town\".*state=\"held\".*\\} [1-9]")
                    .containsPattern(
                        "hub_deliveries_total\\{outcome=\"delivered\",target=\"province\"\\} [1-9]")
                    .containsPattern("hub_backlog\\{target=\"province\"\\} \\d")
                    .containsPattern("hub_pull_age_seconds\\{source=\"town\"\\} \\d")
                    .containsPattern("hub_target_open\\{target=\"province\"\\} 0")
                    .containsPattern("hub_seal_lag_seconds \\d")
                    .containsPattern("hub_seal_unsealed \\d"));
  }

  @Test
  void shouldShowEverySourceAndTargetAsOneMBean() throws Exception {
    world.pull(CoreWorld.record("B1"));
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    await().until(() -> server.isRegistered(new ObjectName(TARGET)));

    assertThat(server.getAttribute(new ObjectName(SOURCE), "Title")).isEqualTo("测试来源");
    assertThat(server.getAttribute(new ObjectName(SOURCE), "Balanced")).isEqualTo(true);
    assertThat(server.getAttribute(new ObjectName(TARGET), "Breaker")).isEqualTo("closed");
    world.acceptAll();
  }

  @Test
  void shouldPauseASourceFromTheConsoleInTheNameOfWhoIsLoggedIn() {
    JsonPath answer =
        jolokia("admin", password(), SOURCE, "pause", List.of("county maintenance")).jsonPath();

    assertThat(answer.getInt("status")).as(answer.prettify()).isEqualTo(200);
    assertThat(
            world.number(
                "select count(*) from audit_event where event = 'source-paused'"
                    + " and content like '%\"actor\":\"admin\"%county maintenance%'"))
        .isEqualTo(1);
    jolokia("admin", password(), SOURCE, "resume", List.of("done"));
  }

  @Test
  void shouldAskForAReasonInTheConsoleToo() {
    JsonPath answer = jolokia("admin", password(), SOURCE, "pause", List.of(" ")).jsonPath();

    assertThat(answer.getInt("status")).isNotEqualTo(200);
    assertThat(answer.getString("error")).contains("reason");
    assertThat(answer.prettify()).doesNotContain("\tat ");
  }

  @Test
  void shouldLetAViewerSeeDiagramsAndNothingThatChangesOrShowsPayloads() {
    admin()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "name", "jmx.viewer",
                "password", "a long passphrase",
                "roles", List.of("viewer"),
                "reason", "test"))
        .post("/api/v1/users");
    String route = "org.apache.camel:context=*,type=context,name=*";
    String context =
        viewer(Map.of("type", "search", "mbean", route)).jsonPath().getString("value[0]");

    assertThat(status(exec(context, "dumpRoutesAsXml()"))).isEqualTo(200);
    assertThat(status(exec(context, "stop()"))).isEqualTo(403);
    assertThat(status(exec(context, "sendStringBody(java.lang.String,java.lang.String)")))
        .isEqualTo(403);
    assertThat(status(exec(SOURCE, "pause"))).isEqualTo(403);
    assertThat(status(Map.of("type", "read", "mbean", "java.lang:type=Memory"))).isEqualTo(200);
    String runtime = viewer(Map.of("type", "read", "mbean", "java.lang:type=Runtime")).asString();
    assertThat(runtime).doesNotContain("java.class.path\"");
  }

  private int status(Map<String, Object> request) {
    return viewer(request).jsonPath().getInt("status");
  }

  private static Map<String, Object> exec(String mbean, String operation) {
    return Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", List.of());
  }

  private static Response viewer(Map<String, Object> request) {
    return given()
        .auth()
        .preemptive()
        .basic("jmx.viewer", "a long passphrase")
        .contentType(ContentType.JSON)
        .body(request)
        .post("/hawtio/jolokia");
  }

  private static Response jolokia(
      String user, String password, String mbean, String operation, List<String> arguments) {
    return given()
        .auth()
        .preemptive()
        .basic(user, password)
        .contentType(ContentType.JSON)
        .body(
            Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", arguments))
        .post("/hawtio/jolokia");
  }

  private RequestSpecification admin() {
    return given().auth().preemptive().basic("admin", password());
  }

  private String password() {
    return AdminPassword.in(data);
  }
}
