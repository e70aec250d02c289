package io.shangda.hub.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Reconcile;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.support.CoreWorld;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator sees and does about differences; the platform answers by HTTP. */
@QuarkusTest
@TestProfile(OperateProfile.class)
class ReconciliationApiTest {
  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject CoreWorld world;

  private HubConfig before;
  private HttpServer above;
  private volatile String held = "{\"records\":[]}";
  private volatile String asked = "";

  @BeforeEach
  void aPlatformThatAnswers() throws Exception {
    above = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    above.createContext(
        "/held",
        exchange -> {
          asked = exchange.getRequestURI().getQuery();
          byte[] body = held.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    above.start();
    before = world.config.get();
    String url = "http://127.0.0.1:" + above.getAddress().getPort() + "/held";
    TargetConfig target = Objects.requireNonNull(before.targets().get(CoreWorld.PROVINCE));
    world.config.apply(
        CoreWorld.hub(target.with(new Reconcile(Duration.ofDays(1), null, false, false, url, 0))));
  }

  @AfterEach
  void leave() {
    above.stop(0);
    act("differences/leave", Map.of("target", "province", "reason", "the test is over"));
    world.acceptAll();
    world.config.apply(before);
  }

  @Test
  void shouldCompareShowAndResendInThePersonsName() {
    world.pull(CoreWorld.record("rec-1"));
    world.acceptAll();

    JsonPath made =
        act("targets/province/reconcile", Map.of("reason", "they restored a backup")).jsonPath();

    assertThat(made.getString("state")).as(made.prettify()).isEqualTo("complete");
    assertThat(made.getString("person")).isEqualTo("admin");
    assertThat(asked).isEqualTo("by=list");
    JsonPath differences = get("differences?target=province&state=open&limit=1000");
    assertThat(differences.getList("items.name")).contains("town/rec-1");
    assertThat(get("targets/province/reconciliations?limit=1").getInt("items[0].differences"))
        .isPositive();
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                admin()
                    .get("/q/metrics")
                    .asString()
                    .matches("(?s).*hub_differences\\{target=\"province\"\\} [1-9].*"));
    JsonPath resent =
        act("differences/resend", Map.of("target", "province", "reason", "lost above")).jsonPath();
    assertThat(resent.getInt("done")).as(resent.prettify()).isPositive();
    assertThat(world.acceptAll()).extracting(Delivery::record).extracting("key").contains("rec-1");
    assertThat(admin().get("/api/v1/ledger").jsonPath().getBoolean("balanced")).isTrue();
  }

  @Test
  void shouldRefuseWhatNamesNoTargetOrNoReason() {
    assertThat(act("differences/resend", Map.of("reason", "x")).statusCode()).isEqualTo(400);
    assertThat(act("targets/province/reconcile", Map.of()).statusCode()).isEqualTo(400);
    assertThat(act("targets/nowhere/reconcile", Map.of("reason", "x")).statusCode()).isEqualTo(404);
    held = "no json";
    JsonPath made = act("targets/province/reconcile", Map.of("reason", "x")).jsonPath();
    assertThat(made.getString("state")).isEqualTo("failed");
    assertThat(made.getString("error")).contains("answered no JSON");
  }

  private JsonPath get(String path) {
    return admin().get("/api/v1/" + path).jsonPath();
  }

  private Response act(String path, Map<String, Object> body) {
    return admin().contentType(ContentType.JSON).body(body).post("/api/v1/" + path);
  }

  private RequestSpecification admin() {
    return given().auth().preemptive().basic("admin", AdminPassword.in(data));
  }
}
