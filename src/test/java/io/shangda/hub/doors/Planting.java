package io.shangda.hub.doors;

import static io.shangda.hub.doors.MoreTricks.quoted;

import com.sun.net.httpserver.HttpExchange;
import io.shangda.hub.support.EvilSource;
import io.shangda.hub.support.EvilSource.Play;
import io.shangda.hub.support.EvilSource.Trick;
import io.shangda.hub.support.EvilTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Marks put wherever a system below or above may leave a text with the hub. */
final class Planting {
  private static final String FILES =
      """
      id: planted-files
      title: 文件来源
      region: "532300"
      publisher: "125323005323000129"
      connector: pull-files
      options: {folder: "%s", format: json, records: /data, whole: name}
      schedule: {every: 2s}
      types:
        - type: item
          key: /id
          mapping: planted.jslt
          schema: planted.schema.json
          targets: [planted-receipts]
      """;

  private final List<String> marks;
  private final Below below;
  private final Above above;
  private int planted;

  Planting(Marks marks, Below below, Above above) {
    this.marks = marks.all();
    this.below = below;
    this.above = above;
  }

  /** How many texts lie somewhere. */
  int planted() {
    return planted;
  }

  /** In records, in refusals, in heads, in echoes of what the hub itself said. */
  void below() {
    plant("planted-records", page(true), "planted-receipts, planted-rejections, planted-later");
    plant("planted-rejected", page(false), "planted-receipts");
    plant("planted-broken", body("{\"data\":[{\"id\":\"1\",\"title\":" + all() + ",,,"), "good");
    plant("planted-unreadable", body("{\"data\":[" + unreadable() + "]}"), "good");
    plant("planted-page", body("<html>" + String.join("<p>", marks) + "</html>"), "good");
    plant("planted-error", error(500), "good");
    plant("planted-refusal", error(403), "good");
    plant("planted-reason", reasons(), "good");
    plant(
        "planted-failure",
        body("{\"error\":\"x\",\"message\":" + all() + ",\"data\":[]}"),
        "failure: {field: /error, message: /message}",
        "good");
    for (boolean page : new boolean[] {true, false}) {
      AtomicReference<EvilSource> echo = new AtomicReference<>();
      String id = page ? "echo-in-a-record" : "echo-in-a-refusal";
      echo.set(below.add(id, new Trick(id, !page, out -> echo(out, echo.get(), page)), "", "good"));
      planted++;
    }
  }

  private void plant(String id, Play play, String target) {
    plant(id, play, "", target);
  }

  private void plant(String id, Play play, String options, String target) {
    below.add(id, new Trick(id, false, play), options, target);
    planted += marks.size();
  }

  private Play page(boolean good) {
    List<String> records = new ArrayList<>();
    for (String mark : marks) {
      records.add(
          "{\"id\":%s,\"title\":%s,\"text\":%s,%s:1}"
              .formatted(
                  quoted(mark),
                  good ? quoted(mark) : "[" + quoted(mark) + "]",
                  quoted(mark),
                  quoted(mark)));
    }
    return body("{\"data\":[" + String.join(",", records) + "]}");
  }

  private String unreadable() {
    List<String> records = new ArrayList<>();
    marks.forEach(mark -> records.add("{\"id\":{\"x\":" + quoted(mark) + "},\"title\":1}"));
    marks.forEach(mark -> records.add(quoted(mark)));
    return String.join(",", records);
  }

  private String all() {
    return quoted(String.join(" ", marks));
  }

  private static Play body(String body) {
    return EvilSource.answer(List.of("Content-Type: application/json"), body);
  }

  private Play error(int status) {
    return out -> {
      byte[] body = ("{\"message\":" + all() + "}").getBytes(StandardCharsets.UTF_8);
      out.write(
          ("HTTP/1.1 %d %s\r\nX-Said: %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
                  .formatted(status, marks.get(0), marks.get(2), body.length))
              .getBytes(StandardCharsets.UTF_8));
      out.write(body);
    };
  }

  /** Another mark as the reason at each request. */
  private Play reasons() {
    AtomicInteger turn = new AtomicInteger();
    return out -> {
      String mark = marks.get(turn.getAndIncrement() % marks.size()).replaceAll("[\r\n]", "");
      out.write(
          ("HTTP/1.1 502 " + mark + "\r\nContent-Length: 0\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Says again what it was asked, the hub's own credential with it. */
  private static void echo(java.io.OutputStream out, EvilSource source, boolean page)
      throws IOException {
    List<String> asked = source.asked();
    String said = quoted(asked.get(asked.size() - 1));
    String body =
        page
            ? "{\"data\":[{\"id\":\"1\",\"title\":" + said + ",\"text\":" + said + "}]}"
            : "{\"message\":" + said + "}";
    out.write(
        ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(page ? "200 OK" : "401 No", body.length(), body))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** In file names, and in what lies in them. */
  void files(Path config, Path drop) throws IOException {
    Files.createDirectories(drop);
    Files.writeString(config.resolve("sources/planted-files.yaml"), FILES.formatted(drop));
    for (String mark : marks) {
      String name = mark.replace("/", "\u2215");
      String content = "{\"data\":[{\"id\":" + quoted(mark) + ",\"title\":" + quoted(mark) + "}]}";
      Files.writeString(drop.resolve(name + ".json"), content);
      Files.writeString(
          drop.resolve("broken " + name + ".json"), "{\"data\":[" + quoted(mark) + ",");
      planted += 2;
    }
    Files.createSymbolicLink(drop.resolve("passwd.json"), Path.of("/etc/passwd"));
    Files.createDirectories(drop.resolve("folder.json"));
  }

  /** In receipts, words of refusals, commands, heads and echoes. */
  void above() throws IOException {
    above.add("planted-receipts", this::receipt);
    above.add("planted-rejections", this::rejection);
    above.add("planted-later", this::later);
    planted += 3 * marks.size();
    above.add(EvilTarget.Trick.ECHO);
    planted++;
  }

  private void receipt(HttpExchange exchange, String body) throws IOException {
    Lookout.answer(
        exchange,
        200,
        "{\"word\":\"accepted\",\"receipt\":%s,\"message\":%s}"
            .formatted(quoted(mark(body)), quoted(mark(body))));
  }

  private void rejection(HttpExchange exchange, String body) throws IOException {
    String mark = quoted(mark(body));
    Lookout.answer(
        exchange,
        422,
        "{\"word\":\"rejected\",\"message\":%s,\"errors\":[{\"field\":%s,\"message\":%s}]}"
            .formatted(mark, mark, mark));
  }

  private void later(HttpExchange exchange, String body) throws IOException {
    String mark = quoted(mark(body));
    exchange.getResponseHeaders().set("X-Said", marks.get(0));
    Lookout.answer(
        exchange,
        503,
        ("{\"word\":\"later\",\"message\":%s,\"title\":%s,\"detail\":%s,\"commands\":"
                + "[{\"do\":\"rate\",\"type\":\"item\",\"perSecond\":50,\"why\":%s},"
                + "{\"do\":%s,\"type\":%s,\"why\":%s}]}")
            .formatted(mark, mark, mark, mark, mark, mark, mark));
  }

  /** That of the record that was sent, or any. */
  private String mark(String body) {
    return marks.get(Math.floorMod(body.hashCode(), marks.size()));
  }
}
