package io.shangda.hub.doors;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Who knocks.
 *
 * @param roles with those they include
 * @param header by which he logs in
 */
record Visitor(String name, Set<String> roles, String header) {
  private static final String JSON = "Content-Type: application/json";
  private static final String PASSWORD = "a long passphrase of nobody";

  /** Each role by itself with what it includes, as the README tells it. */
  private static final List<Set<String>> ROLES =
      List.of(
          Set.of("viewer"),
          Set.of("operator", "viewer"),
          Set.of("admin", "operator", "viewer"),
          Set.of("security"),
          Set.of("auditor", "viewer"));

  /** The role that gives the others of its set. */
  private static final List<String> NAMES =
      List.of("viewer", "operator", "admin", "security", "auditor");

  static final Visitor STRANGER = new Visitor("nobody", Set.of(), "X-Login: none");

  boolean may(String role) {
    return role.equals("any") ? !roles.isEmpty() : roles.contains(role);
  }

  boolean mayAny(Set<String> wanted) {
    return wanted.stream().anyMatch(this::may);
  }

  /** The stranger, and a user of each role with a token. */
  static List<Visitor> of(HubProcess hub) throws IOException {
    List<Visitor> all = new ArrayList<>(List.of(STRANGER));
    RawHttp door = new RawHttp("127.0.0.1", hub.port());
    for (int i = 0; i < NAMES.size(); i++) {
      String user = "doors-" + NAMES.get(i);
      create(door, user, NAMES.get(i));
      all.add(
          new Visitor(NAMES.get(i), ROLES.get(i), "Authorization: Bearer " + token(door, user)));
    }
    return List.copyOf(all);
  }

  private static void create(RawHttp door, String user, String role) throws IOException {
    String wish =
        "{\"name\":\"%s\",\"password\":\"%s\",\"roles\":[\"%s\"],\"reason\":\"test\"}"
            .formatted(user, PASSWORD, role);
    RawHttp.Answer made =
        door.send(
            "POST", "/api/v1/users", wish, List.of(basic("admin", HubProcess.PASSWORD), JSON));
    require(made, 201);
  }

  private static String token(RawHttp door, String user) throws IOException {
    RawHttp.Answer made =
        door.send(
            "POST",
            "/api/v1/tokens",
            "{\"title\":\"doors\",\"reason\":\"test\"}",
            List.of(basic(user, PASSWORD), JSON));
    require(made, 201);
    return new ObjectMapper().readTree(made.body()).path("text").asText();
  }

  /** The same person, by the cookies of the login page. */
  Visitor byCookie(RawHttp door) throws IOException {
    if (roles.isEmpty()) {
      return this;
    }
    String form =
        "j_username=doors-"
            + name
            + "&j_password="
            + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    RawHttp.Answer in =
        door.send(
            "POST",
            "/j_security_check",
            form,
            List.of("Content-Type: application/x-www-form-urlencoded"));
    require(in, 302);
    StringBuilder cookies = new StringBuilder("Cookie: ");
    for (String cookie : in.cookies()) {
      cookies.append(cookie.replaceFirst(";.*", "")).append("; ");
    }
    return new Visitor(name, roles, cookies.toString());
  }

  /** The same person, by name and password. */
  Visitor byPassword() {
    return roles.isEmpty()
        ? new Visitor(name, roles, basic("doors-viewer", "wrong, and long enough"))
        : new Visitor(name, roles, basic("doors-" + name, PASSWORD));
  }

  private static String basic(String user, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static void require(RawHttp.Answer answer, int status) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.toString());
    }
  }
}
