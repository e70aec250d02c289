package io.shangda.hub.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.shangda.hub.support.Endpoints;
import io.shangda.hub.support.PathTricks;
import io.shangda.hub.support.RawHttp;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The door as it stands, asked by somebody who writes his requests by hand. */
@QuarkusTest
@TestProfile(OperateProfile.class)
class DoorsTest {
  private static final String JSON = "Content-Type: application/json";

  @SuppressWarnings("NullAway.Init")
  @TestHTTPResource("/")
  URI hub;

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Test
  void shouldRefuseEveryTrickOnEveryPathWithOrWithoutALogin() throws IOException {
    List<String> letIn = new ArrayList<>();
    int turn = 0; // every trick at every path is RawTargetTest's
    for (Endpoints.Endpoint endpoint : Endpoints.all()) {
      for (String trick : PathTricks.of(endpoint.path())) {
        if (turn++ % 7 != 0) {
          continue;
        }
        int status = raw().send(endpoint.method(), trick, admin()).status();
        // what is no path at all has no route
        if (status != 400 && !(status == 404 && !trick.startsWith("/"))) {
          letIn.add(endpoint.method() + " " + trick);
        }
      }
    }
    for (String trick : PathTricks.of("/api/v1/users")) {
      if (!List.of(400, 401, 404).contains(raw().send("GET", trick).status())) {
        letIn.add("without a login GET " + trick);
      }
    }

    assertThat(letIn).isEmpty();
  }

  @Test
  void shouldAnswerEveryBadParameterWithAProblem() throws IOException {
    for (String query :
        List.of(
            "records?q=%00",
            "records?q=a%0Ab",
            "records?q=%ed%a0%80",
            "records?limit=99999999999999999999",
            "records?limit=-1",
            "records?after=1e99",
            "records?after=99999999999999999999",
            "records/99999999999999999999/trace",
            "audit/events?record=99999999999999999999",
            "audit/events?from=%2B999999999-12-31T23:59:59Z",
            "holds?after=%E4%B8%80")) {
      RawHttp.Answer answer = raw().send("GET", "/api/v1/" + query, admin());
      assertThat(answer.status()).as(query + answer.body()).isEqualTo(400);
      assertThat(answer.headers().get("content-type"))
          .as(query)
          .startsWith("application/problem+json");
    }
    assertThat(raw().send("GET", "/api/v1/records?q=%zz", admin()).status()).isEqualTo(400);
  }

  @Test
  void shouldAnswerABodyThatCannotBeKeptWithAProblem() throws IOException {
    for (String body :
        List.of(
            "{\"reason\":\"a\\u0000b\"}",
            "{\"reason\":\"\\ud800\"}",
            "{\"reason\":\"one\",\"reason\":\"another\"}",
            "{\"reason\":\"" + "x".repeat(100_000) + "\"}",
            "{\"reason\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
            "{\"reason\":" + "9".repeat(5_000) + "}")) {
      RawHttp.Answer answer =
          raw().send("POST", "/api/v1/sources/town/pause", body, List.of(admin(), JSON));
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    }
    for (String type : List.of("text/plain", "application/xml", "*/*")) {
      RawHttp.Answer answer =
          raw()
              .send(
                  "POST",
                  "/api/v1/sources/town/pause",
                  "{\"reason\":\"x\"}",
                  List.of(admin(), "Content-Type: " + type));
      assertThat(answer.status()).as(type + answer.body()).isEqualTo(415);
    }
    for (String path : List.of("sources/town/pause", "configuration")) {
      String head =
          "POST /api/v1/%s HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n%s\r\n%s\r\nContent-Length: 12000000\r\n\r\n"
              .formatted(path, admin(), JSON);
      assertThat(raw().exchange(head.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(413);
    }
  }

  @Test
  void shouldRefuseALoginThatIsNoForm() throws IOException {
    for (String type : List.of("text/plain", "application/json", "multipart/form-data")) {
      assertThat(
              raw()
                  .send("POST", "/j_security_check", "{}", List.of("Content-Type: " + type))
                  .status())
          .isEqualTo(415);
    }
    String form = "Content-Type: application/x-www-form-urlencoded";
    for (String body :
        List.of("j_username=%zz&j_password=%", "j_username=%00&j_password=a", "=", "&&&")) {
      assertThat(raw().send("POST", "/j_security_check", body, List.of(form)).status())
          .as(body)
          .isBetween(302, 499);
    }
  }

  @Test
  void shouldTakeALoginThatCannotBeReadForAWrongOne() throws IOException {
    for (String login : List.of("Basic", "Basic %%%", "Basic YQ", "Bearer", "Digest x", "\u00ff")) {
      RawHttp.Answer answer = raw().send("GET", "/api/v1/ledger", "Authorization: " + login);
      assertThat(answer.status()).as(login + answer.body()).isEqualTo(401);
      assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    }
  }

  @Test
  void shouldTellHealthAtItsOwnPathsOnlyAndToWhoAsks() throws IOException {
    assertThat(raw().send("GET", "/q/health/api/v1/ledger").status()).isEqualTo(404);
    assertThat(raw().send("DELETE", "/q/health/live").status()).isEqualTo(405);
    assertThat(raw().send("GET", "/q/health/nothing", admin()).status()).isEqualTo(404);
  }

  @Test
  void shouldTellAStrangerNothingButWhetherItIsUp() throws IOException {
    for (String path : List.of("", "/live", "/ready", "/started", "/well", "/group/x")) {
      String body = raw().send("GET", "/q/health" + path).body();
      assertThat(body)
          .as(path)
          .contains("\"status\"")
          .doesNotContain("data\"")
          .doesNotContain("ersion");
    }
    assertThat(raw().send("GET", "/q/health", admin()).body()).contains("\"data\"");
  }

  @Test
  void shouldBelieveNobodyWhoIsNotTrustedThatHeCameOverTls() throws IOException {
    assertThat(raw().send("GET", "/login", "X-Forwarded-Proto: https").headers())
        .doesNotContainKey("strict-transport-security");
  }

  @Test
  void shouldLetNobodyKeepAnAnswer() throws IOException {
    for (String path :
        List.of(
            "/api/v1/ledger",
            "/api/v1/audit/export",
            "/hawtio/",
            "/login",
            "/q/metrics",
            "/hawtio/jolokia",
            "/hawtio/user",
            "/q/health")) {
      assertThat(raw().send("GET", path, admin()).headers().get("cache-control"))
          .as(path)
          .isEqualTo("no-store");
    }
  }

  @Test
  void shouldRefuseAChangeThatAnotherSitesPageAsksFor() throws IOException {
    String reason = "{\"reason\":\"test\"}";
    for (String said :
        List.of("Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Origin: null")) {
      assertThat(
              raw()
                  .send("POST", "/api/v1/sources/town/pause", reason, List.of(admin(), JSON, said))
                  .status())
          .as(said)
          .isEqualTo(403);
    }
  }

  private RawHttp raw() {
    return new RawHttp(hub.getHost(), hub.getPort());
  }

  private String admin() {
    return "Authorization: Basic "
        + Base64.getEncoder()
            .encodeToString(("admin:" + AdminPassword.in(data)).getBytes(StandardCharsets.UTF_8));
  }
}
