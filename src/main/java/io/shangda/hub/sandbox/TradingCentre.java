package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public-resource trading centre of Chuxiong (楚雄州), a lower system: {@code GET
 * /api/open/trading?pageNo=1&pageSize=50} answers everything it has, of all five kinds, each after
 * its parent. Like many of its kind it answers its failures in a code of its own ({@code code},
 * {@code msg}), and asks for a token in the header {@code X-Access-Token}.
 */
public final class TradingCentre {
  /** Made-up unified social credit code of the centre, with a check character that fits. */
  public static final String PUBLISHER = Identifiers.uscc("12", "532300", 53_230_001);

  private static final int MOST_ROWS = 200;

  /**
   * @param token what a caller must send
   * @param turn time between two changes of the data
   */
  public record Settings(String token, Duration turn, long seed, Faults faults) {}

  private final Vertx vertx;
  private final Clock clock;
  private final Settings settings;
  private final Loopback server;
  private final TradingWorld world;
  private final Random random;
  private final Journal journal;
  private final HandedOut handedOut;
  private volatile @Nullable Instant calmSince;
  private List<JsonObject> shown = List.of();

  public TradingCentre(Vertx vertx, int port, Clock clock, Settings settings) {
    this(new Site(vertx, port, clock, Journal.none()), settings);
  }

  /** One that goes on, by the journal of its site, where an earlier process of it was. */
  TradingCentre(Site site, Settings settings) {
    this.vertx = site.vertx();
    this.clock = site.clock();
    this.journal = site.journal();
    this.settings = settings;
    this.server = new Loopback(vertx, site.port(), this::handle);
    this.world = new TradingWorld(begun(), settings.turn(), settings.seed());
    this.random = new Random(settings.seed());
    this.handedOut = new HandedOut(journal);
  }

  /** When its first process began. */
  private Instant begun() {
    Instant[] begun = new Instant[1];
    Consumer<JsonObject> note =
        journal.part(
            "begun",
            known -> begun[0] = Instant.parse(known.getString("at")),
            () -> Stream.of(new JsonObject().put("at", begun[0].toString())));
    if (begun[0] == null) {
      begun[0] = clock.instant();
      note.accept(new JsonObject().put("at", begun[0].toString()));
    }
    return begun[0];
  }

  public Future<Integer> start() {
    return server.start();
  }

  public Future<Void> stop() {
    return server.stop();
  }

  /** Nothing fails and nothing changes from now on. */
  void calm() {
    calmSince = clock.instant();
  }

  /** Every row it has answered, as {@link HandedOut#json} shows it. */
  JsonObject handedOut() {
    return handedOut.json();
  }

  private void handle(HttpServerRequest request) {
    if (!"/api/open/trading".equals(request.path())) {
      answer(request, 404, failure(404, "接口不存在"));
    } else if (!settings.token().equals(request.getHeader("X-Access-Token"))) {
      answer(request, 200, failure(401, "令牌无效"));
    } else if (strikes(settings.faults().error())) {
      answer(request, 500, failure(500, "系统繁忙，请稍后再试"));
    } else if (strikes(settings.faults().slow())) {
      vertx.setTimer(
          Math.max(1, settings.faults().delay().toMillis()),
          timer -> answer(request, 200, page(request)));
    } else {
      answer(request, 200, page(request));
    }
  }

  private boolean strikes(double share) {
    return calmSince == null && random.nextDouble() < share;
  }

  private JsonObject page(HttpServerRequest request) {
    int page = Math.max(1, number(request.getParam("pageNo"), 1));
    int size = Math.min(MOST_ROWS, Math.max(1, number(request.getParam("pageSize"), 50)));
    if (page == 1 || shown.isEmpty()) { // the pages of one pull are of one moment
      shown = world.rows(world.turnAt(Objects.requireNonNullElseGet(calmSince, clock::instant)));
    }
    JsonArray list = new JsonArray();
    shown.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(
            row -> {
              list.add(row);
              handedOut.note(
                  Deal.type(row.getString("dataType")),
                  row.getString("id"),
                  row.toBuffer().getBytes(),
                  row.getString("updateTime"));
            });
    if (!list.isEmpty() && strikes(settings.faults().broken())) {
      list.add("#ERR 读取失败"); // what an export leaves behind where a row could not be read
      handedOut.noteBroken();
    }
    journal.write();
    return new JsonObject()
        .put("code", 0)
        .put("msg", "成功")
        .put(
            "data",
            new JsonObject()
                .put("total", shown.size())
                .put("pageNo", page)
                .put("pages", (shown.size() + size - 1) / size)
                .put("list", list));
  }

  private static int number(@Nullable String text, int otherwise) {
    return text != null && text.matches("\\d{1,8}") ? Integer.parseInt(text) : otherwise;
  }

  private static JsonObject failure(int code, String message) {
    return new JsonObject().put("code", code).put("msg", message);
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    if (!request.response().closed()) {
      request
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json;charset=UTF-8")
          .end(body.encode());
    }
  }
}
