package io.shangda.hub.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.shangda.hub.support.Outage;
import io.shangda.hub.support.Said;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What someone who asks gets, and the console says, while the database is away. */
@QuarkusTest
@TestProfile(OperateProfile.class)
class DatabaseAwayTest {
  private static final String TOKEN = "shangda_0123456789ab_" + "x".repeat(43);

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject Outage outage;

  @AfterEach
  void end() {
    outage.end();
  }

  @Test
  void shouldAnswer503ToEveryKindOfLoginAndSayItOnceWithoutAStackTrace() {
    Response session = logIn();
    assertThat(session.statusCode()).isEqualTo(302);
    outage.begin();

    try (Said said = new Said("")) {
      for (Response answer :
          List.of(
              given().auth().preemptive().basic("admin", password()).get("/api/v1/ledger"),
              given().auth().preemptive().oauth2(TOKEN).get("/api/v1/ledger"),
              given().cookies(session.cookies()).get("/api/v1/ledger"),
              logIn())) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("10");
        assertThat(answer.jsonPath().getString("title")).isEqualTo("Database away");
      }
      assertThat(said.stackTraces()).isEmpty();
      assertThat(said.lines().stream().filter(line -> line.contains("does not answer requests")))
          .hasSizeLessThan(2);
    }
    outage.end();
    assertThat(
            given()
                .auth()
                .preemptive()
                .basic("admin", password())
                .get("/api/v1/ledger")
                .statusCode())
        .isEqualTo(200);
  }

  private Response logIn() {
    return given()
        .redirects()
        .follow(false)
        .formParam("j_username", "admin")
        .formParam("j_password", password())
        .post("/j_security_check");
  }

  private String password() {
    return AdminPassword.in(data);
  }
}
