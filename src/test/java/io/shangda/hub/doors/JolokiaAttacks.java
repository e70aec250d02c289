package io.shangda.hub.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.doors.ManagedBeans.Bean;
import io.shangda.hub.doors.ManagedBeans.Operation;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Everything that JMX has in the hub's process, asked for through the console's door. */
final class JolokiaAttacks {
  private static final String GROUP = "2 Jolokia";
  private static final String PATH = "/hawtio/jolokia";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** In one request; its body is limited. */
  private static final int AT_ONCE = 200;

  /** None of it may be told by any attribute. */
  private static final List<String> SECRETS =
      List.of(HubProcess.PASSWORD, AttackedHub.SECRET, "java.class.path", "QUARKUS_HTTP_PORT");

  /** MBeans that are not even named. */
  private static final List<String> HIDDEN =
      List.of("HotSpotDiagnostic", "DiagnosticCommand", "JMImplementation", "ServerHandler");

  /**
   * One request of a bulk.
   *
   * @param held of the status, and the answer's text
   */
  private record Wish(String name, ObjectNode request, Predicate<JsonNode> held) {}

  private final AttackedHub hub;
  private final List<Bean> beans;
  private final SaidRights said = new SaidRights();

  JolokiaAttacks(AttackedHub hub, List<Bean> beans) {
    this.hub = hub;
    this.beans = beans;
  }

  void reads() throws IOException {
    attack(
        "every attribute of every MBean read, by every role and none",
        (visitor, bean, wishes) -> {
          for (String attribute : bean.attributes()) {
            boolean may = said.mayRead(visitor, bean.name(), attribute);
            wishes.add(
                new Wish(
                    "read " + bean.name() + " " + attribute,
                    request("read", bean).put("attribute", attribute),
                    answer -> (may || isRefused(answer)) && tellsNoSecret(answer)));
          }
        });
  }

  void writes() throws IOException {
    attack(
        "every attribute of every MBean written, by every role and none",
        (visitor, bean, wishes) -> {
          for (String attribute : bean.attributes()) {
            wishes.add(
                new Wish(
                    "write " + bean.name() + " " + attribute,
                    request("write", bean).put("attribute", attribute).put("value", "true"),
                    JolokiaAttacks::isRefused));
          }
        });
  }

  /** With three arguments too many where it is allowed, so that nothing is done by it. */
  void operations() throws IOException {
    attack(
        "every operation of every MBean called, by every role and none",
        (visitor, bean, wishes) -> {
          for (Operation operation : bean.operations()) {
            boolean may = said.mayCall(visitor, bean.name(), operation.name());
            ObjectNode request = request("exec", bean).put("operation", operation.name());
            ArrayNode arguments = request.putArray("arguments");
            for (int i = 0; i < operation.parameters() + (may ? 3 : 0); i++) {
              arguments.addNull();
            }
            wishes.add(
                new Wish(
                    "exec " + bean.name() + " " + operation.name(),
                    request,
                    answer -> may == !isRefused(answer)));
          }
        });
  }

  private interface Wishes {
    void of(Visitor visitor, Bean bean, List<Wish> wishes);
  }

  private void attack(String kind, Wishes each) throws IOException {
    Attacks attacks = new Attacks(GROUP, kind);
    int number = 0;
    for (Visitor visitor : hub.visitors()) {
      List<Wish> wishes = new ArrayList<>();
      for (Bean bean : beans) {
        if (AttackedHub.isTried(number++, 13)) {
          each.of(visitor, bean, wishes);
        }
      }
      for (int from = 0; from < wishes.size(); from += AT_ONCE) {
        send(attacks, visitor, wishes.subList(from, Math.min(from + AT_ONCE, wishes.size())));
      }
    }
    attacks.end();
  }

  private void send(Attacks attacks, Visitor visitor, List<Wish> wishes) throws IOException {
    ArrayNode bulk = MAPPER.createArrayNode();
    wishes.forEach(wish -> bulk.add(wish.request()));
    RawHttp.Answer answer =
        hub.door().send("POST", PATH, bulk.toString(), List.of(visitor.header(), AttackedHub.JSON));
    JsonNode all = answer.status() == 200 ? MAPPER.readTree(answer.body()) : MAPPER.nullNode();
    boolean shut = answer.status() == 401 || answer.status() == 403;
    for (int i = 0; i < wishes.size(); i++) {
      Wish wish = wishes.get(i);
      JsonNode one = all.path(i);
      boolean held =
          visitor.may("viewer")
              ? one.isObject() && wish.held().test(one) && !one.has("stacktrace")
              : shut;
      attacks.note(
          held, visitor.name() + ": " + wish.name(), (Object) (answer.status() + " " + one));
    }
  }

  private static ObjectNode request(String type, Bean bean) {
    return MAPPER.createObjectNode().put("type", type).put("mbean", bean.name().toString());
  }

  private static boolean isRefused(JsonNode answer) {
    int status = answer.path("status").asInt();
    return (status == 403 || status == 404) && answer.path("value").isMissingNode();
  }

  private static boolean tellsNoSecret(JsonNode answer) {
    String text = answer.path("value").toString();
    return SECRETS.stream().noneMatch(text::contains);
  }

  /** Beside what was asked, which an answer repeats. */
  private static boolean tellsNothingHidden(RawHttp.Answer answer) throws IOException {
    if (answer.status() >= 500 || answer.body().contains("\"stacktrace\"")) {
      return false;
    }
    String value =
        answer.status() == 200 ? MAPPER.readTree(answer.body()).path("value").toString() : "";
    return SECRETS.stream().noneMatch(value::contains)
        && HIDDEN.stream().noneMatch(value::contains);
  }

  /** By ways other than the console's own page: of another site, as another content, by GET. */
  void ways() throws IOException {
    Attacks attacks =
        new Attacks(GROUP, "requests by other ways than the console's, by every role");
    List<Visitor> knocking = new ArrayList<>(hub.visitors());
    for (Visitor visitor : hub.visitors()) {
      knocking.add(visitor.byCookie(hub.door()));
    }
    String read = "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\"}";
    for (Visitor visitor : knocking) {
      for (String header :
          List.of(
              "Origin: https://evil.example",
              "Origin: null",
              "Sec-Fetch-Site: cross-site",
              "Sec-Fetch-Site: same-site",
              "Origin: http://127.0.0.1:1",
              "Origin: http://127.0.0.1.evil.example")) {
        note(attacks, visitor, "POST", PATH, read, List.of(AttackedHub.JSON, header));
        note(attacks, visitor, "GET", PATH + "?ignoreErrors=true", "", List.of(header));
      }
      for (String type :
          List.of(
              "text/plain",
              "application/x-www-form-urlencoded",
              "multipart/form-data",
              "text/plain;application/json",
              "application/jsonp",
              "")) {
        note(attacks, visitor, "POST", PATH, read, List.of("Content-Type: " + type));
      }
      for (String target :
          List.of(
              "/read/java.lang:type=Memory",
              "/exec/java.lang:type=Memory/gc",
              "/exec/io.shangda.hub:type=Source,name=jiangshan-cases/pause/x",
              "/list",
              "/version",
              "/search/*:*",
              "/write/java.lang:type=Memory/Verbose/true",
              "?p=read/java.lang:type=Memory",
              "?p=/exec/java.lang:type=Memory/gc&ignoreErrors=true",
              "?callback=alert",
              "?mimeType=text/html&callback=x")) {
        note(attacks, visitor, "GET", PATH + target, "", List.of());
      }
      for (String method : List.of("PUT", "DELETE", "PATCH", "TRACE")) {
        note(attacks, visitor, method, PATH, read, List.of(AttackedHub.JSON));
      }
    }
    attacks.end();
  }

  private void note(
      Attacks attacks,
      Visitor visitor,
      String method,
      String target,
      String body,
      List<String> headers)
      throws IOException {
    List<String> all = new ArrayList<>(headers);
    all.add(visitor.header());
    RawHttp.Answer answer = hub.door().send(method, target, body, all);
    attacks.note(
        answer.status() >= 400 && !answer.headers().containsKey("access-control-allow-origin"),
        visitor.name() + ": " + method + " " + target + " " + headers,
        answer);
  }

  /** Requests of Jolokia's that are neither read nor exec, and those for many at once. */
  void kinds() throws IOException {
    Attacks attacks =
        new Attacks(GROUP, "requests for many at once, for other processes and of no kind");
    for (Visitor visitor : hub.visitors()) {
      for (String request :
          List.of(
              "{\"type\":\"read\",\"mbean\":\"*:*\"}",
              "{\"type\":\"read\",\"mbean\":\"java.lang:type=*\"}",
              "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\"}",
              "{\"type\":\"read\",\"mbean\":\"com.sun.management:*\"}",
              "{\"type\":\"list\"}",
              "{\"type\":\"search\",\"mbean\":\"*:*\"}",
              "{\"type\":\"search\",\"mbean\":\"com.sun.management:*\"}",
              "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\",\"target\":"
                  + "{\"url\":\"service:jmx:rmi:///jndi/rmi://127.0.0.1:1/x\"}}",
              "{\"type\":\"notification\",\"command\":\"register\"}",
              "{\"type\":\"notification\",\"command\":\"open\",\"mode\":\"sse\"}",
              "{\"type\":\"config\"}",
              "{\"type\":\"exec\",\"mbean\":\"jolokia:type=Config\",\"operation\":\"debugInfo\"}",
              "{\"type\":\"exec\",\"mbean\":\"jolokia:type=ServerHandler\",\"operation\":\"mBeanServersInfo\"}",
              "{\"type\":\"READ\",\"mbean\":\"java.lang:type=Runtime\",\"path\":\"SystemProperties\"}",
              "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":[\"SystemProperties\",\"Name\"]}",
              "[[[]]]",
              "{",
              "null",
              "[" + "[".repeat(3000),
              "{\"type\":\"read\",\"mbean\":\"" + "x".repeat(100_000) + "\"}")) {
        RawHttp.Answer answer =
            hub.door().send("POST", PATH, request, List.of(visitor.header(), AttackedHub.JSON));
        boolean shut = answer.status() == 401 || answer.status() == 403;
        attacks.note(
            visitor.may("viewer") ? tellsNothingHidden(answer) : shut,
            visitor.name() + ": " + request.substring(0, Math.min(request.length(), 150)),
            (Object) answer);
      }
    }
    attacks.end();
  }
}
