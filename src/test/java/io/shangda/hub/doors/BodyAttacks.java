package io.shangda.hub.doors;

import io.shangda.hub.doors.AttackedHub.Door;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an administrator's request may hold: it is refused in words, or done, never a failure. */
final class BodyAttacks {
  private static final String GROUP = "1 requests";

  private static final List<String> BODIES =
      List.of(
          "",
          "null",
          "[]",
          "\"x\"",
          "{",
          "{\"reason\":1}",
          "{\"reason\":{}}",
          "{\"reason\":\"a\\u0000b\"}",
          "{\"reason\":\"\\ud800\"}",
          "{\"reason\":\"ok\",\"reason\":\"other\"}",
          "{\"reason\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
          "{\"reason\":" + "9".repeat(5_000) + "}",
          "{\"reason\":\"" + "x".repeat(100_000) + "\"}",
          "{\"@class\":\"java.lang.ProcessBuilder\",\"reason\":\"ok\"}",
          "{\"records\":[null],\"token\":\"x\",\"reason\":\"ok\"}",
          "{\"records\":[" + "1,".repeat(20_000) + "1],\"token\":\"x\",\"reason\":\"ok\"}",
          "{\"zip\":\"!!!\",\"reason\":\"ok\"}",
          "{\"zip\":\"UEsDBA==\",\"reason\":\"ok\"}",
          "{\"keys\":[null],\"anchors\":[null]}",
          "{\"anchors\":[\"x\"]}",
          "{\"key\":\"\\u0001\",\"reason\":\"ok\"}",
          "{\"name\":\"a\",\"roles\":[null],\"password\":\"a long passphrase\",\"reason\":\"ok\"}",
          "{\"name\":\"../a\",\"roles\":[\"root\"],\"password\":\"a long"
              + " passphrase\",\"reason\":\"ok\"}",
          "{\"days\":-1,\"title\":\"x\",\"reason\":\"ok\"}",
          "{\"days\":2147483647,\"title\":\"x\",\"reason\":\"ok\"}",
          "{\"source\":\"town\",\"since\":\"+999999999-12-31T23:59:59Z\",\"reason\":\"ok\"}",
          "{\"source\":\"../x\",\"type\":\"\\n\",\"reason\":\"ok\"}",
          "{\"source\":\"${sys:user.name}\",\"type\":\"'; drop table record;"
              + " --\",\"reason\":\"ok\"}",
          "{\"receipts\":[null],\"reason\":\"ok\"}",
          "{\"record\":99999999999999999999,\"reason\":\"ok\"}",
          "{\"delivery\":-1,\"target\":\"\",\"message\":\"%\",\"reason\":\"ok\"}",
          "{\"run\":-1,\"token\":\"x\",\"keys\":[\"\"],\"reason\":\"ok\"}",
          "{\"run\":9223372036854775807,\"cursor\":\"\\u001b[2J\",\"reason\":\"ok\"}");

  private static final List<String> NAMES =
      List.of(
          "0",
          "-1",
          "%E5%BC%A0",
          "a".repeat(300),
          "99999999999999999999",
          "'",
          "a'b",
          "1e9",
          "$",
          "*",
          "(",
          "%E2%80%AE",
          "%EF%BC%91",
          "%F0%9F%98%80",
          "%C2%A0",
          "$%7Bx%7D",
          "1:2");

  private static final List<String> QUERIES =
      List.of(
          "q=%27",
          "q=%25",
          "q=_%25!",
          "q=%5C",
          "q=%26%7C!()%3A*",
          "source=%E5%BC%A0",
          "state=x",
          "after=-9223372036854775808",
          "after=9223372036854775807",
          "limit=1&limit=2",
          "limit=99999999999999999999",
          "limit=-1",
          "after=1e99",
          "type=%27%27",
          "rule=%25&field=%5C",
          "from=9999-12-31T23:59:59Z",
          "to=0001-01-01T00:00:00Z",
          "from=%2B999999999-12-31T23:59:59Z",
          "record=-1",
          "q=%00",
          "q=a%0Ab",
          "q=%ed%a0%80",
          "q=%zz",
          "q=" + "%E6%B1%9F".repeat(300),
          "q=%24%7Bjndi:ldap://127.0.0.1:1/x%7D");

  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "application/xml",
          "application/x-java-serialized-object",
          "text/html; charset=utf-7",
          "application/json/x",
          "*/*");

  private final AttackedHub hub;
  private final Visitor admin;

  BodyAttacks(AttackedHub hub) {
    this.hub = hub;
    this.admin = hub.visitor("admin");
  }

  void bodies() throws IOException {
    Attacks attacks = new Attacks(GROUP, "bodies that are none");
    int number = 0;
    for (Door door : hub.doors()) {
      if (door.isApi() && !door.method().equals("GET")) {
        for (String body : BODIES) {
          if (AttackedHub.isTried(number++, 5)) {
            attacks.note(true, what(door, body), send(door.method(), door.path(), body));
          }
        }
      }
    }
    attacks.end();
  }

  void types() throws IOException {
    Attacks attacks = new Attacks(GROUP, "content types that a form or an object could send");
    int number = 0;
    for (Door door : hub.doors()) {
      if (door.isApi() && !door.method().equals("GET")) {
        for (String type : TYPES) {
          if (AttackedHub.isTried(number++, 5)) {
            RawHttp.Answer answer =
                hub.door()
                    .send(
                        door.method(),
                        door.path(),
                        "{\"reason\":\"attack\"}",
                        List.of(admin.header(), "Content-Type: " + type));
            attacks.note(answer.status() >= 400, what(door, type), answer);
          }
        }
      }
    }
    attacks.end();
  }

  void parameters() throws IOException {
    Attacks attacks = new Attacks(GROUP, "names in paths and values in queries");
    int number = 0;
    for (Door door : hub.doors()) {
      if (!door.isApi()) {
        continue;
      }
      for (String name : NAMES) {
        String path = door.path().replaceFirst("/1(/|$)", "/" + name.replace("$", "\\$") + "$1");
        if (!path.equals(door.path()) && AttackedHub.isTried(number++, 5)) {
          String body = door.method().equals("GET") ? "" : "{\"reason\":\"ok\"}";
          attacks.note(true, door.method() + " " + path, send(door.method(), path, body));
        }
      }
      if (door.method().equals("GET")) {
        for (String query : QUERIES) {
          String path = door.path() + "?" + query;
          if (AttackedHub.isTried(number++, 5)) {
            attacks.note(true, "GET " + path, send("GET", path, ""));
          }
        }
      }
    }
    attacks.end();
  }

  /** Requests that are none. */
  void heads() throws IOException {
    Attacks attacks = new Attacks(GROUP, "requests that are none");
    String end = "\r\nHost: a\r\nConnection: close\r\n\r\n";
    for (String head :
        List.of(
            "GET /api/v1/users HTTP/1.0\r\n\r\n",
            "GET /api/v1/users HTTP/1.1\r\nConnection: close\r\n\r\n",
            "GET  /api/v1/users HTTP/1.1" + end,
            "GET http://h/api/v1/users HTTP/1.1" + end,
            "OPTIONS * HTTP/1.1" + end,
            "CONNECT h:1 HTTP/1.1" + end,
            "GET /api/v1/users HTTP/9.9" + end,
            "\u0000\u0001\u0002\r\n\r\n",
            "GET /api/v1/users HTTP/1.1\r\nX: " + "x".repeat(100_000) + end,
            "GET /" + "x".repeat(100_000) + " HTTP/1.1" + end,
            "GET /api/v1/users HTTP/1.1\r\n"
                + "X: y\r\n".repeat(20_000)
                + "Connection: close\r\n\r\n",
            "GET /api/v1/users HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
            "GET /api/v1/users HTTP/1.1\r\nX : y" + end,
            "GET /api/v1/users HTTP/1.1\r\nX: y\r\n folded" + end,
            "POST /api/v1/users HTTP/1.1\r\nTransfer-Encoding: x" + end,
            "POST /api/v1/users HTTP/1.1\r\nContent-Length: -1" + end,
            "POST /api/v1/users HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3" + end,
            "POST /hawtio/jolokia HTTP/1.1\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: 2\r\n"
                + "Transfer-Encoding: chunked"
                + end
                + "0\r\n\r\n",
            "POST /j_security_check HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 0"
                + end,
            "GET /hawtio/auth/logout HTTP/1.1\r\nCookie: shangda-session-mark=zz" + end)) {
      RawHttp.Answer answer;
      String attack = head.substring(0, Math.min(120, head.length())).replaceAll("\\s+", " ");
      try {
        answer = hub.door().exchange(head.getBytes(StandardCharsets.ISO_8859_1));
        // hanging up without a word is an answer to what is no HTTP
        boolean silent = answer.status() == 0;
        boolean refused =
            answer.status() >= 300 && answer.status() < 500
                || answer.status() == 505
                || answer.status() == 501;
        attacks.note(silent || refused, attack, (Object) answer);
      } catch (IOException e) {
        attacks.note(true, attack, e); // hung up
      }
    }
    attacks.end();
  }

  private RawHttp.Answer send(String method, String path, String body) throws IOException {
    return hub.door().send(method, path, body, List.of(admin.header(), AttackedHub.JSON));
  }

  private static String what(Door door, String with) {
    return door + " " + with.substring(0, Math.min(with.length(), 80));
  }
}
