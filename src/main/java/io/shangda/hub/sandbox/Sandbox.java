package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Three lower systems, two upper platforms and a page, on loopback.
 *
 * <p>Secrets are the ones that the configuration calls {@code ${sandbox:<name>}}: known to
 * everybody, worth nothing.
 */
public final class Sandbox {
  private static final long SEED = 2017;
  private static final int SECRET_LENGTH = 32;
  private static final int DES_KEY_LENGTH = 8;
  private static final Duration SLOW = Duration.ofSeconds(3);

  private final SandboxSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final List<Journal> journals = new ArrayList<>();
  private final TradingCentre trading;
  private final CaseSystem cases;
  private final DropFolderFeeder feeder;
  private final RealLikePlatform provinceTrading;
  private final DefaultContractPlatform provinceData;
  private final SandboxPage page;
  private final Loopback pages;
  private SandboxSettings.@Nullable Ports listening;

  public Sandbox(Vertx vertx, SandboxSettings settings) {
    this.settings = settings;
    SandboxSettings.Ports ports = settings.ports();
    Faults faults = settings.trouble() ? new Faults(0.03, 0.05, 0.05, SLOW) : Faults.NONE;
    trading =
        new TradingCentre(
            site(vertx, ports.trading(), "chuxiong-trading"),
            new TradingCentre.Settings(secret("chuxiong-trading"), settings.turn(), SEED, faults));
    cases =
        new CaseSystem(
            site(vertx, ports.cases(), "jiangshan-cases"),
            new CaseSystem.Settings(
                "jiangshan", secret("jiangshan-cases"), settings.turn(), SEED, faults));
    feeder =
        new DropFolderFeeder(
            vertx,
            settings.dropFolder(),
            settings.turn().multipliedBy(2),
            Duration.ofSeconds(1),
            journal("files"));
    provinceTrading = provinceTrading(vertx, ports.provinceTrading(), settings.trouble());
    provinceData = provinceData(vertx, ports.provinceData(), settings.trouble());
    page =
        new SandboxPage(
            settings.hub(),
            List.of(
                new SandboxPage.Platform(
                    "省政务数据中心 province-data", provinceData::received, provinceData::arrivals),
                new SandboxPage.Platform(
                    "省公共资源交易服务平台 province-trading",
                    provinceTrading::received,
                    provinceTrading::arrivals)));
    pages = new Loopback(vertx, ports.page(), this::show);
  }

  private Site site(Vertx vertx, int port, String name) {
    return new Site(vertx, port, clock, journal(name));
  }

  private Journal journal(String name) {
    Journal journal = Journal.in(settings.folder().resolve(name + ".journal"));
    journals.add(journal);
    return journal;
  }

  private RealLikePlatform provinceTrading(Vertx vertx, int port, boolean trouble) {
    return new RealLikePlatform(
        site(vertx, port, "province-trading"),
        new RealLikePlatform.Sender(
            "5301",
            secret("province-trading").substring(0, DES_KEY_LENGTH),
            TradingCentre.PUBLISHER),
        trouble
            ? new RealLikePlatform.Failures(0.02, 0.02, 0.02, 0.01, SLOW, SEED)
            : RealLikePlatform.Failures.NONE);
  }

  private DefaultContractPlatform provinceData(Vertx vertx, int port, boolean trouble) {
    return new DefaultContractPlatform(
        site(vertx, port, "province-data"),
        secret("province-data"),
        trouble
            ? new DefaultContractPlatform.Failures(0.05, 0.05, 0.1, 0.01, 0.02, SEED)
            : DefaultContractPlatform.Failures.NONE);
  }

  /**
   * Starts all; completes with the ports they listen on. Fails if one is taken: what has started by
   * then is to be stopped by {@link #stop}.
   */
  public Future<SandboxSettings.Ports> start() {
    return provinceTrading
        .start()
        .compose(
            above ->
                provinceData
                    .start()
                    .compose(
                        data -> trading.start().compose(below -> startRest(above, data, below))));
  }

  private Future<SandboxSettings.Ports> startRest(
      int provinceTrading, int provinceData, int trading) {
    return cases
        .start()
        .compose(
            port ->
                pages
                    .start()
                    .map(
                        shown ->
                            new SandboxSettings.Ports(
                                shown, trading, port, provinceTrading, provinceData)))
        .compose(ports -> feeder.start().map(ports))
        .onSuccess(ports -> listening = ports);
  }

  public Future<Void> stop() {
    return Future.join(
            List.of(
                feeder.stop(),
                cases.stop(),
                trading.stop(),
                provinceData.stop(),
                provinceTrading.stop(),
                pages.stop()))
        .onComplete(done -> journals.forEach(Journal::close))
        .mapEmpty();
  }

  /** What runs where, in a few lines for the console. */
  public String summary() {
    SandboxSettings.Ports ports = listening == null ? settings.ports() : listening;
    return """
        Sandbox 沙箱
          received above 上级收到的   http://localhost:%d/
          below 下级   Chuxiong trading 楚雄交易中心 :%d   Jiangshan cases 江山办件 :%d   files 文件 %s
          above 上级   province-trading 省交易平台 :%d   province-data 省数据中心 :%d"""
        .formatted(
            ports.page(),
            ports.trading(),
            ports.cases(),
            settings.dropFolder(),
            ports.provinceTrading(),
            ports.provinceData());
  }

  /** From now on nothing below changes and nothing fails, so that everything can come to rest. */
  public void calm() {
    trading.calm();
    cases.calm();
    feeder.stop();
    provinceTrading.calm();
    provinceData.calm();
  }

  private void show(HttpServerRequest request) {
    if ("/".equals(request.path())) {
      request
          .response()
          .putHeader("Content-Type", "text/html;charset=UTF-8")
          .end(page.html(clock.instant()));
    } else if ("/received.json".equals(request.path())) {
      answer(request, received());
    } else if ("/arrivals.json".equals(request.path())) {
      answer(
          request,
          new JsonObject()
              .put("province-data", provinceData.arrivals())
              .put("province-trading", provinceTrading.arrivals()));
    } else if ("/handed-out.json".equals(request.path())) {
      answer(
          request,
          new JsonObject()
              .put("chuxiong-trading", trading.handedOut())
              .put("jiangshan-cases", cases.handedOut())
              .put("files", feeder.handedOut()));
    } else if ("/spoil".equals(request.path()) && request.method() == HttpMethod.POST) {
      spoil(request);
    } else if ("/ask".equals(request.path()) && request.method() == HttpMethod.POST) {
      JsonObject command = new JsonObject();
      request.params().forEach(command::put);
      answer(request, provinceData.ask(command));
    } else if ("/calm".equals(request.path()) && request.method() == HttpMethod.POST) {
      calm();
      answer(request, new JsonObject().put("calm", true));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  /** Spoils or loses one record above, so that a reconciliation has something to find. */
  private void spoil(HttpServerRequest request) {
    String name = request.getParam("record", "");
    String how = request.getParam("how", "spoil");
    if ("province-trading".equals(request.getParam("platform", "province-data"))) {
      String lost = provinceTrading.lose(name);
      answer(request, new JsonObject().put("lost", lost));
    } else {
      answer(request, new JsonObject().put(how, provinceData.spoil(name, how)));
    }
  }

  private static void answer(HttpServerRequest request, JsonObject body) {
    request.response().putHeader("Content-Type", "application/json").end(body.encode());
  }

  private JsonObject received() {
    return new JsonObject()
        .put("province-data", json(provinceData.received()))
        .put("province-trading", json(provinceTrading.received()));
  }

  private static JsonArray json(List<Received> received) {
    JsonArray list = new JsonArray();
    received.forEach(one -> list.add(LastReceived.json(one)));
    return list;
  }

  /** What the configuration means by {@code ${sandbox:<name>}}. */
  static String secret(String name) {
    return Sha256.hex("shangda sandbox " + name).substring(0, SECRET_LENGTH);
  }
}
