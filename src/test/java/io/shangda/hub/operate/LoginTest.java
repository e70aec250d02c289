package io.shangda.hub.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.shangda.hub.support.CoreWorld;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OperateProfile.class)
class LoginTest {
  private static final String GOOD = "a long passphrase";

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject CoreWorld world;

  @Test
  void shouldMakeTheFirstAdminWithARandomPasswordInAPrivateFile() throws IOException {
    Path file = data.resolve("initial-admin-password");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(admin().get("/api/v1/me").jsonPath().getList("roles", String.class))
        .containsExactly("admin", "auditor", "operator", "security", "viewer");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("session-key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldStoreNoPasswordInClear() throws IOException {
    String stored =
        world.database.read(
            c ->
                io.shangda.hub.store.Sql.list(
                        c,
                        "select password from hub_user where name = 'admin'",
                        row -> row.getString(1))
                    .get(0));

    assertThat(stored).startsWith("pbkdf2-sha512:210000:").doesNotContain(password());
  }

  @Test
  void shouldAskEveryoneToLogInButForHealthAndTheLoginPage() {
    for (String path :
        List.of(
            "/api/v1/ledger",
            "/q/metrics",
            "/q/openapi",
            "/hawtio/",
            "/hawtio/jolokia",
            "/hawtio/static/js/x.js",
            "/anything")) {
      assertThat(given().redirects().follow(false).get(path).statusCode()).as(path).isEqualTo(401);
    }
    for (String path : List.of("/q/health/live", "/login", "/favicon.ico", "/login/login.css")) {
      assertThat(given().get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void shouldAnswerAProgramWithAProblemAndABrowserThatNavigatesWithTheLoginPage() {
    Response program = given().get("/api/v1/ledger");
    assertThat(program.contentType()).startsWith("application/problem+json");
    assertThat(program.header("WWW-Authenticate")).startsWith("Basic");
    assertThat(program.jsonPath().getString("detail")).contains("/login");

    Response page =
        given()
            .redirects()
            .follow(false)
            .header("Sec-Fetch-Mode", "navigate")
            .header("Accept", "text/html")
            .get("/hawtio/");
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.header("Location")).endsWith("/login");

    Response script = given().header("Sec-Fetch-Mode", "cors").get("/hawtio/jolokia");
    assertThat(script.statusCode()).isEqualTo(401);
    assertThat(script.header("WWW-Authenticate")).isNull();
  }

  @Test
  void shouldKeepASessionInACookieThatScriptsAndOtherSitesCannotUse() throws IOException {
    Response in = logIn("admin", password());

    assertThat(in.statusCode()).isEqualTo(302);
    assertThat(in.header("Location")).endsWith("/hawtio/");
    String cookie =
        in.headers().getValues("Set-Cookie").stream()
            .filter(c -> c.startsWith("shangda-session="))
            .findFirst()
            .orElseThrow();
    assertThat(cookie).contains("HTTPOnly").contains("SameSite=Strict");
    assertThat(in.getDetailedCookie("shangda-session-mark").isHttpOnly()).isTrue();
    assertThat(in.getDetailedCookie("shangda-session-mark").getSameSite()).isEqualTo("Strict");
    assertThat(given().cookies(in.cookies()).get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldLeadToTheConsoleWithoutARoundabout() {
    Response withoutSlash = admin().redirects().follow(false).get("/hawtio");
    assertThat(withoutSlash.statusCode()).isEqualTo(302);
    assertThat(withoutSlash.header("Location")).endsWith("/hawtio/");

    Response page = admin().redirects().follow(false).get("/hawtio/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.contentType()).startsWith("text/html");
  }

  @Test
  void shouldSendAWrongPasswordBackToTheLoginPage() {
    Response out = logIn("somebody", "wrong");

    assertThat(out.header("Location")).endsWith("/login/failed.html");
    assertThat(out.cookies()).doesNotContainKey("shangda-session");
  }

  @Test
  void shouldLockAUserForAWhileAfterFailuresInARow() {
    create("locked.user", "viewer");
    for (int i = 0; i < 5; i++) {
      assertThat(basic("locked.user", "wrong " + i).get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    Response right = basic("locked.user", GOOD).get("/api/v1/me");

    assertThat(right.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(right.header("Retry-After"))).isBetween(1, 31);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        world.number(
                            "select count(*) from audit_event where event = 'login-locked'"
                                + " and content like '%locked.user%'"))
                    .isEqualTo(1));
  }

  @Test
  void shouldLetEachRoleDoOnlyWhatIsItsOwn() {
    create("role.viewer", "viewer");
    create("role.operator", "operator");
    create("role.security", "security");
    create("role.auditor", "auditor");
    Map<String, String> reason = Map.of("reason", "test");

    assertThat(basic("role.viewer", GOOD).get("/api/v1/ledger").statusCode()).isEqualTo(200);
    assertThat(basic("role.auditor", GOOD).get("/api/v1/ledger").statusCode()).isEqualTo(200);
    assertThat(basic("role.security", GOOD).get("/api/v1/ledger").statusCode()).isEqualTo(403);
    assertThat(basic("role.security", GOOD).get("/q/metrics").statusCode()).isEqualTo(403);
    assertThat(basic("role.security", GOOD).get("/api/v1/users").statusCode()).isEqualTo(200);
    assertThat(basic("role.operator", GOOD).get("/api/v1/users").statusCode()).isEqualTo(403);
    for (String user : List.of("role.viewer", "role.auditor", "role.security")) {
      Response refused =
          basic(user, GOOD)
              .contentType(ContentType.JSON)
              .body(reason)
              .post("/api/v1/targets/province/pause");
      assertThat(refused.statusCode()).as(user).isEqualTo(403);
      assertThat(refused.contentType()).startsWith("application/problem+json");
    }
    assertThat(
            basic("role.operator", GOOD)
                .contentType(ContentType.JSON)
                .body(reason)
                .post("/api/v1/records/1/purge")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void shouldActAsItsUserWithATokenUntilItIsRevoked() {
    create("token.user", "viewer");
    Response made =
        basic("token.user", GOOD)
            .contentType(ContentType.JSON)
            .body(Map.of("title", "monitoring", "days", 1, "reason", "test"))
            .post("/api/v1/tokens");
    String token = made.jsonPath().getString("text");

    assertThat(bearer(token).get("/q/metrics").statusCode()).isEqualTo(200);
    assertThat(bearer(token + "x").get("/q/metrics").statusCode()).isEqualTo(401);
    assertThat(basic("token.user", GOOD).get("/api/v1/tokens").asString()).doesNotContain(token);

    basic("token.user", GOOD)
        .contentType(ContentType.JSON)
        .body(Map.of("reason", "no longer needed"))
        .delete("/api/v1/tokens/" + made.jsonPath().getString("id"));
    assertThat(bearer(token).get("/q/metrics").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldShutOutADeactivatedUserAtOnceSessionAndTokenIncluded() {
    create("leaver", "viewer");
    Map<String, String> session = logIn("leaver", GOOD).cookies();
    String token =
        basic("leaver", GOOD)
            .contentType(ContentType.JSON)
            .body(Map.of("title", "t", "reason", "test"))
            .post("/api/v1/tokens")
            .jsonPath()
            .getString("text");

    admin()
        .contentType(ContentType.JSON)
        .body(Map.of("active", false, "reason", "left the office"))
        .put("/api/v1/users/leaver")
        .then()
        .statusCode(200);

    assertThat(given().cookies(session).get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(bearer(token).get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(basic("leaver", GOOD).get("/api/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldNeverLoseTheLastUserWhoCanAdministerUsers() {
    Response refused =
        admin()
            .contentType(ContentType.JSON)
            .body(Map.of("active", false, "reason", "test"))
            .put("/api/v1/users/admin");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.jsonPath().getString("detail")).contains("last active user");
  }

  @Test
  void shouldLetNobodyChangeHisOwnRoles() {
    Response refused =
        admin()
            .contentType(ContentType.JSON)
            .body(Map.of("roles", List.of("viewer", "security"), "reason", "test"))
            .put("/api/v1/users/admin");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.jsonPath().getString("detail")).contains("his own roles");
  }

  @Test
  void shouldKnowAUserHoweverHisNameIsWritten() {
    create("Li.Si", "viewer");

    assertThat(user("li.si", GOOD, "viewer").statusCode()).isEqualTo(409);
    assertThat(basic("LI.SI", GOOD).get("/api/v1/me").jsonPath().getString("name"))
        .isEqualTo("Li.Si");
  }

  @Test
  void shouldTryFiveOfAHundredPasswordsAtOnceAndStayThere() throws Exception {
    create("guessed", "viewer");
    ExecutorService threads = Executors.newFixedThreadPool(40);
    List<Callable<Response>> guesses = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String guess = "wrong " + i;
      guesses.add(() -> basic("guessed", guess).get("/api/v1/me"));
    }
    Map<Integer, Integer> answers = new HashMap<>();
    for (Future<Response> answer : threads.invokeAll(guesses)) {
      answers.merge(answer.get().statusCode(), 1, Integer::sum);
    }
    threads.shutdownNow();

    assertThat(answers.get(401)).isEqualTo(5);
    assertThat(answers.keySet()).isSubsetOf(401, 429, 503);
    assertThat(admin().get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSlowDownGuessesAtTheCurrentPasswordAsAtTheLogin() {
    create("open.session", "viewer");
    Map<String, String> found = logIn("open.session", GOOD).cookies();
    int last = 0;
    for (int i = 0; i < 6; i++) {
      last =
          given()
              .cookies(found)
              .contentType(ContentType.JSON)
              .body(
                  Map.of("current", "guess " + i, "password", "another passphrase", "reason", "x"))
              .put("/api/v1/me/password")
              .statusCode();
    }

    assertThat(last).isEqualTo(429);
  }

  @Test
  void shouldEndTheSessionAtTheLogoutWhoeverKeptTheCookies() {
    create("goer", "viewer");
    Map<String, String> kept = logIn("goer", GOOD).cookies();
    assertThat(given().cookies(kept).get("/api/v1/me").statusCode()).isEqualTo(200);

    given().cookies(kept).redirects().follow(false).get("/hawtio/auth/logout");

    assertThat(given().cookies(kept).get("/api/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldMakeNoTokenForAToken() {
    create("parent", "viewer");
    String token =
        basic("parent", GOOD)
            .contentType(ContentType.JSON)
            .body(Map.of("title", "t", "days", 1, "reason", "test"))
            .post("/api/v1/tokens")
            .jsonPath()
            .getString("text");

    Response child =
        bearer(token)
            .contentType(ContentType.JSON)
            .body(Map.of("title", "child", "days", 366, "reason", "test"))
            .post("/api/v1/tokens");

    assertThat(child.statusCode()).isEqualTo(403);
    assertThat(child.jsonPath().getString("title")).isEqualTo("A token makes no token");
  }

  @Test
  void shouldWriteDownWhoCameInWhoWasRefusedAndWhoReadContent() {
    create("watched", "viewer");
    basic("watched", "wrong").get("/api/v1/me");
    logIn("watched", GOOD);
    basic("watched", GOOD).get("/api/v1/users");
    basic("watched", GOOD).get("/api/v1/holds");

    for (String event : List.of("login", "login-failed", "access-refused", "content-read")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          world.number(
                              "select count(*) from audit_event where event = ?"
                                  + " and content like '%watched%'",
                              event))
                      .as(event)
                      .isPositive());
    }
  }

  @Test
  void shouldRefuseAPasswordThatIsTooShortOrHoldsTheName() {
    for (String bad : List.of("short", "weak.user-1234")) {
      assertThat(user("weak.user", bad, "viewer").statusCode()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void shouldChangeOnesOwnPasswordOnlyWithTheOldOne() {
    create("changer", "viewer");

    assertThat(change("not the old one").statusCode()).isEqualTo(403);
    assertThat(change(GOOD).statusCode()).isEqualTo(200);
    assertThat(basic("changer", "another passphrase").get("/api/v1/me").statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldEndEveryOtherSessionWhenThePasswordChanges() {
    create("mover", "viewer");
    Map<String, String> here = logIn("mover", GOOD).cookies();
    Map<String, String> elsewhere = logIn("mover", GOOD).cookies();
    Response changed =
        given()
            .cookies(here)
            .contentType(ContentType.JSON)
            .body(Map.of("current", GOOD, "password", "another passphrase", "reason", "seen"))
            .put("/api/v1/me/password");
    assertThat(changed.statusCode()).isEqualTo(200);

    Map<String, String> goesOn = new HashMap<>(here);
    goesOn.putAll(changed.cookies());
    assertThat(given().cookies(goesOn).get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(given().cookies(elsewhere).get("/api/v1/me").statusCode()).isEqualTo(401);

    Map<String, String> forged = new HashMap<>(elsewhere);
    forged.remove("shangda-session-mark");
    assertThat(given().cookies(forged).get("/api/v1/me").statusCode()).isEqualTo(401);
  }

  private static Response change(String current) {
    return basic("changer", GOOD)
        .contentType(ContentType.JSON)
        .body(
            Map.of("current", current, "password", "another passphrase", "reason", "yearly change"))
        .put("/api/v1/me/password");
  }

  @Test
  void shouldSendSecurityHeadersWithEveryAnswer() {
    for (String path : List.of("/login", "/q/health", "/api/v1/ledger")) {
      Response response = given().get(path);
      assertThat(response.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(response.header("X-Frame-Options")).as(path).isEqualTo("DENY");
      assertThat(response.header("Content-Security-Policy"))
          .as(path)
          .contains("frame-ancestors 'none'");
    }
  }

  private void create(String name, String role) {
    assertThat(user(name, GOOD, role).statusCode()).isEqualTo(201);
  }

  private Response user(String name, String password, String role) {
    return admin()
        .contentType(ContentType.JSON)
        .body(Map.of("name", name, "password", password, "roles", List.of(role), "reason", "test"))
        .post("/api/v1/users");
  }

  private RequestSpecification admin() {
    return basic("admin", password());
  }

  private String password() {
    return AdminPassword.in(data);
  }

  private static RequestSpecification basic(String user, String password) {
    return given().auth().preemptive().basic(user, password);
  }

  private static RequestSpecification bearer(String token) {
    return given().auth().preemptive().oauth2(token);
  }

  private static Response logIn(String user, String password) {
    return given()
        .redirects()
        .follow(false)
        .formParam("j_username", user)
        .formParam("j_password", password)
        .post("/j_security_check");
  }
}
