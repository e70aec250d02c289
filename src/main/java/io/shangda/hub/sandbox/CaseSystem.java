package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The case system of Jiangshan (江山市, 330881), a lower system: {@code GET
 * /exchange/changes?since=yyyy-MM-dd HH:mm:ss&page=1&size=50} answers the rows modified since, in
 * the columns of the agency. Every request is signed: {@code X-Signature} is the Base64 HMAC-SHA256
 * of method, path, query and {@code X-Timestamp} (seconds), one to a line.
 */
public final class CaseSystem {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int MOST_ROWS = 500;

  /**
   * @param turn shortest time between two changes of the data
   */
  public record Settings(String apiKey, String secret, Duration turn, long seed, Faults faults) {}

  private final Vertx vertx;
  private final Clock clock;
  private final Settings settings;
  private final Loopback server;
  private final CaseWorld world;
  private final Random random;
  private final Journal journal;
  private final HandedOut handedOut;
  private volatile boolean calm;

  public CaseSystem(Vertx vertx, int port, Clock clock, Settings settings) {
    this(new Site(vertx, port, clock, Journal.none()), settings);
  }

  /** One that goes on, by the journal of its site, where an earlier process of it was. */
  CaseSystem(Site site, Settings settings) {
    this.vertx = site.vertx();
    this.clock = site.clock();
    this.journal = site.journal();
    this.settings = settings;
    this.server = new Loopback(vertx, site.port(), this::handle);
    this.world = new CaseWorld(clock.instant(), settings.seed(), journal);
    this.random = new Random(settings.seed());
    this.handedOut = new HandedOut(journal);
  }

  public Future<Integer> start() {
    return server.start();
  }

  public Future<Void> stop() {
    return server.stop();
  }

  /** Nothing fails and nothing changes from now on. */
  void calm() {
    calm = true;
  }

  /** Every row it has answered, as {@link HandedOut#json} shows it. */
  JsonObject handedOut() {
    return handedOut.json();
  }

  private void handle(HttpServerRequest request) {
    if (!"/exchange/changes".equals(request.path())) {
      answer(request, 404, failure("404", "接口不存在"));
    } else if (!signed(request)) {
      answer(request, 401, failure("401", "签名校验失败"));
    } else if (strikes(settings.faults().error())) {
      answer(request, 500, failure("500", "数据库连接池已满，请稍后重试"));
    } else if (strikes(settings.faults().slow())) {
      vertx.setTimer(
          Math.max(1, settings.faults().delay().toMillis()),
          timer -> answer(request, 200, page(request)));
    } else {
      answer(request, 200, page(request));
    }
  }

  private boolean strikes(double share) {
    return !calm && random.nextDouble() < share;
  }

  private boolean signed(HttpServerRequest request) {
    String timestamp = request.getHeader("X-Timestamp");
    String signature = request.getHeader("X-Signature");
    if (!settings.apiKey().equals(request.getHeader("X-API-Key"))
        || signature == null
        || timestamp == null
        || !timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
    String text =
        request.method().name()
            + "\n"
            + request.path()
            + "\n"
            + Objects.requireNonNullElse(request.query(), "")
            + "\n"
            + timestamp;
    return age.abs().compareTo(TOLERANCE) <= 0
        && MessageDigest.isEqual(
            hmac(text).getBytes(StandardCharsets.UTF_8),
            signature.getBytes(StandardCharsets.UTF_8));
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(settings.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private JsonObject page(HttpServerRequest request) {
    int page = Math.max(1, number(request.getParam("page"), 1));
    int size = Math.min(MOST_ROWS, Math.max(1, number(request.getParam("size"), 50)));
    if (page == 1) {
      passTime();
    }
    String since = Objects.requireNonNullElse(request.getParam("since"), "");
    List<JsonObject> changed = world.changedSince(since);
    JsonArray rows = new JsonArray();
    changed.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(
            row -> {
              rows.add(row);
              noteHandedOut(row);
            });
    if (!rows.isEmpty() && strikes(settings.faults().broken())) {
      rows.add("#ERR 记录读取失败"); // what a driver error in the agency's export leaves behind
      handedOut.noteBroken();
    }
    journal.write();
    return new JsonObject()
        .put("code", "200")
        .put("msg", "成功")
        .put(
            "data",
            new JsonObject()
                .put("total", changed.size())
                .put("page", page)
                .put("hasMore", (long) page * size < changed.size())
                .put("rows", rows));
  }

  private void noteHandedOut(JsonObject row) {
    String kind = row.getString("XXLX");
    String type =
        switch (kind) {
          case "2" -> "case-accept";
          case "3" -> "case-process";
          default -> "case-result";
        };
    handedOut.note(
        type,
        row.getString("2".equals(kind) ? "SBLSH" : "row_guid"),
        row.toBuffer().getBytes(),
        row.getString("cd_time"));
  }

  private void passTime() {
    Instant now = clock.instant();
    if (!calm && !now.isBefore(world.lastTurn().plus(settings.turn()))) {
      world.live(now);
    }
  }

  private static int number(@Nullable String text, int otherwise) {
    return text != null && text.matches("\\d{1,8}") ? Integer.parseInt(text) : otherwise;
  }

  private static JsonObject failure(String code, String message) {
    return new JsonObject().put("code", code).put("msg", message);
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    if (request.response().closed()) {
      return; // the caller did not wait for a slow answer
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json;charset=UTF-8")
        .end(body.encode());
  }
}
