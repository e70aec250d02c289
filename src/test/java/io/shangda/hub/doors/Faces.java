package io.shangda.hub.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything the hub tells whoever may ask, as each role is told it. */
final class Faces {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_LIST = 40;
  private static final int MOST_RECORDS = 150;

  /**
   * One answer.
   *
   * @param asked by whom, and what
   */
  record Face(String asked, RawHttp.Answer answer) {}

  private final Neighbours world;
  private final RawHttp door;
  private final List<Face> all = new ArrayList<>();
  private final Set<String> records = new LinkedHashSet<>();
  private final Set<String> runs = new LinkedHashSet<>();

  private Faces(Neighbours world) {
    this.world = world;
    this.door = world.door();
  }

  /** Asks for all of it. */
  static List<Face> of(Neighbours world) throws IOException {
    Faces faces = new Faces(world);
    for (Visitor visitor : world.visitors()) {
      if (!visitor.roles().isEmpty()) {
        faces.lists(visitor);
      }
    }
    for (String role : List.of("admin", "auditor")) {
      faces.each(faces.visitor(role));
    }
    faces.evidence(faces.visitor("auditor"));
    faces.beans(faces.visitor("admin"));
    return faces.all;
  }

  private Visitor visitor(String name) {
    return world.visitors().stream()
        .filter(who -> who.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode get(Visitor visitor, String path) throws IOException {
    RawHttp.Answer answer = door.send("GET", path, visitor.header());
    all.add(new Face(visitor.name() + ": GET " + path, answer));
    String type = answer.headers().getOrDefault("content-type", "");
    return answer.status() == 200 && type.startsWith("application/json")
        ? MAPPER.readTree(answer.body())
        : MAPPER.nullNode();
  }

  private void lists(Visitor visitor) throws IOException {
    for (String path : new SaidRoles().endpoints()) {
      if (path.startsWith("GET /") && !path.contains("{") && !path.contains("jolokia")) {
        list(visitor, path.substring(4));
      }
    }
    for (String path :
        List.of("/q/health", "/q/health/ready", "/q/health/well", "/q/health/live")) {
      get(visitor, path);
    }
  }

  /** A list to its end, or so far that it tells the same again and again. */
  private void list(Visitor visitor, String path) throws IOException {
    if (path.endsWith("/export")) {
      return; // looked into by itself
    }
    JsonNode part = get(visitor, path);
    for (int i = 0; i < LONGEST_LIST; i++) {
      note(path, part);
      String next = part.path("next").asText("");
      if (next.isEmpty() || next.equals("null")) {
        return;
      }
      part = get(visitor, path + "?after=" + next);
    }
  }

  private void note(String path, JsonNode part) {
    if (path.endsWith("/runs")) {
      part.path("items").forEach(one -> runs.add(one.path("id").asText()));
    }
  }

  private void each(Visitor visitor) throws IOException {
    for (JsonNode source : get(visitor, "/api/v1/sources")) {
      String path = "/api/v1/sources/" + source.path("id").asText();
      get(visitor, path);
      get(visitor, path + "/absences");
      get(visitor, path + "/cursor");
    }
    for (JsonNode target : get(visitor, "/api/v1/targets")) {
      String path = "/api/v1/targets/" + target.path("id").asText();
      get(visitor, path);
      get(visitor, path + "/reconciliations");
    }
    for (String run : runs.stream().limit(MOST_RECORDS).toList()) {
      get(visitor, "/api/v1/ledger/runs/" + run);
    }
    records(visitor);
    for (String record : records.stream().limit(MOST_RECORDS).toList()) {
      get(visitor, "/api/v1/records/" + record + "/trace");
    }
  }

  /** Records are found by their key, which is a mark; one with a line end is no address. */
  private void records(Visitor visitor) throws IOException {
    List<String> keys = new ArrayList<>(world.marks());
    keys.addAll(List.of("n1", "1", "beside"));
    for (String key : keys) {
      JsonNode found =
          get(visitor, "/api/v1/records?q=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
      found.path("items").forEach(one -> records.add(one.path("id").asText()));
      found.forEach(one -> records.add(one.path("id").asText()));
    }
    records.remove("");
  }

  private void evidence(Visitor auditor) throws IOException {
    all.add(
        new Face(
            "auditor: GET /api/v1/audit/export",
            door.send("GET", "/api/v1/audit/export", auditor.header())));
    for (String record : records.stream().limit(MOST_RECORDS).toList()) {
      String path = "/api/v1/audit/bundle";
      String body = "{\"key\":\"" + record + "\",\"reason\":\"looked for marks\"}";
      all.add(
          new Face(
              "auditor: POST " + path + " " + body,
              door.send("POST", path, body, List.of(auditor.header(), AttackedHub.JSON))));
    }
  }

  private void beans(Visitor admin) throws IOException {
    for (String beans :
        List.of(
            "io.shangda.hub:*",
            "org.apache.camel:type=routes,*",
            "org.apache.camel:type=context,*",
            "org.apache.camel:type=endpoints,*",
            "org.apache.camel:type=processors,*",
            "org.apache.activemq.artemis:*")) {
      String body =
          "{\"type\":\"read\",\"mbean\":\"" + beans + "\",\"config\":{\"ignoreErrors\":true}}";
      all.add(
          new Face(
              "admin: POST /hawtio/jolokia " + body,
              door.send(
                  "POST", "/hawtio/jolokia", body, List.of(admin.header(), AttackedHub.JSON))));
    }
  }
}
