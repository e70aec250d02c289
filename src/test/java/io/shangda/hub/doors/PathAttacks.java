package io.shangda.hub.doors;

import io.shangda.hub.doors.AttackedHub.Door;
import io.shangda.hub.support.PathTricks;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Paths and methods as nobody writes them who means well. */
final class PathAttacks {
  private static final String GROUP = "1 requests";

  /** All that servers have ever known, and one they do not. */
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "PATCH",
          "OPTIONS",
          "TRACE",
          "PROPFIND",
          "COPY",
          "MOVE",
          "LOCK",
          "SEARCH",
          "get",
          "FOO");

  /** Headers by which some servers take one request for another. */
  private static final List<String> INSTEAD =
      List.of(
          "X-HTTP-Method-Override: GET",
          "X-HTTP-Method: GET",
          "X-Method-Override: GET",
          "X-Original-URL: /q/health",
          "X-Rewrite-URL: /login",
          "X-Forwarded-Prefix: /login",
          "X-Forwarded-For: 127.0.0.1",
          "X-Forwarded-Host: localhost",
          "Forwarded: for=127.0.0.1;host=localhost;proto=https",
          "X-Remote-User: admin",
          "X-Forwarded-User: admin",
          "Remote-User: admin",
          "Authorization: Basic",
          "Authorization: Basic YWRtaW46",
          "Authorization: Basic %%%",
          "Authorization: Bearer",
          "Authorization: Bearer shangda_000000000000_" + "A".repeat(43),
          "Authorization: Bearer ' or '1'='1",
          "Authorization: Digest username=\"admin\"",
          "Authorization: Negotiate YII=",
          "Cookie: shangda-session=x; shangda-session-mark=x",
          "Cookie: shangda-session=" + "A".repeat(2000),
          "Cookie: shangda-session=\"${sys:user.name}\"");

  private final AttackedHub hub;

  PathAttacks(AttackedHub hub) {
    this.hub = hub;
  }

  /** Whoever sends it: it is no path of the hub, and nothing is looked up by it. */
  void tricks() throws IOException {
    Attacks attacks = new Attacks(GROUP, "tricks on every path, by every role and none");
    int number = 0;
    for (Door door : hub.doors()) {
      for (String trick : PathTricks.of(door.path())) {
        for (Visitor visitor : hub.visitors()) {
          // each build has another visitor for each trick
          if (AttackedHub.isTried(number++, 61)) {
            RawHttp.Answer answer = hub.door().send(door.method(), trick, visitor.header());
            boolean noPath = !trick.startsWith("/") && answer.status() == 404;
            attacks.note(
                answer.status() == 400 || noPath,
                visitor.name() + ": " + door.method() + " " + trick,
                answer);
          }
        }
      }
    }
    attacks.end();
  }

  /** What some servers take for the same path gives nobody more than the path does. */
  void spellings() throws IOException {
    Attacks attacks = new Attacks(GROUP, "other spellings of every path, by every role and none");
    int number = 0;
    for (Door door : hub.doors()) {
      for (String spelling : spellings(door.path())) {
        for (Visitor visitor : hub.visitors()) {
          if (!visitor.mayAny(door.roles()) && AttackedHub.isTried(number++, 7)) {
            RawHttp.Answer answer =
                hub.door()
                    .send(
                        door.method(),
                        spelling,
                        door.method().equals("GET") ? "" : "{\"reason\":\"attack\"}",
                        List.of(visitor.header(), AttackedHub.JSON));
            attacks.note(
                answer.status() >= 400,
                visitor.name() + ": " + door.method() + " " + spelling,
                answer);
          }
        }
      }
    }
    attacks.end();
  }

  private static List<String> spellings(String path) {
    List<String> all = new ArrayList<>();
    all.add(path.toUpperCase(Locale.ROOT));
    all.add(path.substring(0, 2).toUpperCase(Locale.ROOT) + path.substring(2));
    all.add(path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/");
    all.add(path + ".json");
    all.add(path + "?");
    all.add(path + "?_method=GET");
    all.add(path + "/login");
    all.add("/login" + path);
    all.add("/q/health" + path);
    all.add(path + "~");
    return all;
  }

  /** A method that a path does not have does nothing, for nobody. */
  void methods() throws IOException {
    Attacks attacks = new Attacks(GROUP, "methods that a path does not have, by every role");
    int number = 0;
    Set<String> known = new TreeSet<>();
    Set<String> paths = new TreeSet<>();
    for (Door door : hub.doors()) {
      known.add(door.toString());
      if (door.isApi()) {
        paths.add(door.path());
      }
    }
    for (String path : paths) {
      for (String method : METHODS) {
        String asked = method.equals("HEAD") || method.equals("get") ? "GET" : method;
        if (known.contains(asked + " " + path)) {
          continue;
        }
        for (Visitor visitor : hub.visitors()) {
          if (AttackedHub.isTried(number++, 17)) {
            RawHttp.Answer answer = hub.door().send(method, path, visitor.header());
            boolean asks = method.equals("OPTIONS") && answer.status() < 300; // what there is
            attacks.note(
                asks || answer.status() >= 400,
                visitor.name() + ": " + method + " " + path,
                answer);
          }
        }
      }
    }
    attacks.end();
  }

  /** Nobody becomes somebody, and no request another, by a header. */
  void headers() throws IOException {
    Attacks attacks = new Attacks(GROUP, "headers that would make another request or user of it");
    int number = 0;
    for (Door door : hub.doors()) {
      for (String header : INSTEAD) {
        if (AttackedHub.isTried(number++, 11)) {
          RawHttp.Answer answer =
              hub.door()
                  .send(
                      door.method(),
                      door.path(),
                      door.method().equals("GET") ? "" : "{\"reason\":\"attack\"}",
                      List.of(header, AttackedHub.JSON));
          attacks.note(
              answer.status() == 401 || answer.status() == 429, header + ": " + door, answer);
        }
      }
    }
    attacks.end();
  }
}
