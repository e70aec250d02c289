package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An upper platform that behaves like a real provincial one for public-resource trading: {@code
 * POST /upload} takes one {@code <DES>} in XML and answers HTTP 200 with {@code {"STATUS":"1"}} or
 * {@code {"STATUS":"-1","MSG":"…"}} in its own words. It wants parents first, inserts once, and
 * sometimes takes a report without ever saying so.
 *
 * <p>The sender names itself in VALIDATION (SYSTEM_NO, TOKEN), the first part of {@code <DES>}.
 */
public final class RealLikePlatform {
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  /**
   * The one reporting system the platform knows.
   *
   * @param systemNo four digits
   * @param secret for the token; at least eight characters
   * @param platformCode its code as a trading system, 18 characters
   */
  public record Sender(String systemNo, String secret, String platformCode) {}

  /**
   * How often the platform fails; each a share of its requests between 0 and 1.
   *
   * @param silent takes the report and never answers
   * @param late takes the report and answers after {@code delay}
   * @param unavailable 503 with Retry-After, nothing taken
   * @param html a proxy's error page instead of an answer, nothing taken
   */
  public record Failures(
      double silent, double late, double unavailable, double html, Duration delay, long seed) {
    /** A platform that always answers. */
    public static final Failures NONE = new Failures(0, 0, 0, 0, Duration.ZERO, 0);

    public Failures {
      Faults.requireShare("silent", silent);
      Faults.requireShare("late", late);
      Faults.requireShare("unavailable", unavailable);
      Faults.requireShare("html", html);
    }
  }

  private final Vertx vertx;
  private final Clock clock;
  private final Journal journal;
  private final Arrivals arrivals;
  private final Loopback server;
  private final ProvinceReception reception;
  private final Random random;
  private final LastReceived received;
  private volatile Failures failures;

  public RealLikePlatform(Vertx vertx, int port, Clock clock, Sender sender, Failures failures) {
    this(new Site(vertx, port, clock, Journal.none()), sender, failures);
  }

  /** One that remembers, by the journal of its site, what an earlier process of it took. */
  RealLikePlatform(Site site, Sender sender, Failures failures) {
    this.vertx = site.vertx();
    this.clock = site.clock();
    this.journal = site.journal();
    this.failures = failures;
    this.server = new Loopback(vertx, site.port(), this::handle);
    this.reception = new ProvinceReception(clock, sender, journal);
    this.arrivals = new Arrivals(journal);
    this.received = new LastReceived(journal);
    this.random = new Random(failures.seed());
  }

  public Future<Integer> start() {
    return server.start();
  }

  public Future<Void> stop() {
    return server.stop();
  }

  /** No failures from now on; what it refuses for good it goes on refusing. */
  void calm() {
    failures = Failures.NONE;
  }

  /** Every report it has judged, as {@link Arrivals#json} shows it; a record is a DATA_KEY. */
  JsonObject arrivals() {
    return arrivals.json();
  }

  /** What came last, oldest first; at most a thousand. */
  public List<Received> received() {
    return received.list();
  }

  /** Loses a record, the first if the key is empty; null if it has none. */
  @Nullable String lose(String dataKey) {
    String lost = reception.lose(dataKey);
    if (lost != null) {
      arrivals.spoiled(lost);
    }
    journal.write();
    return lost;
  }

  private void handle(HttpServerRequest request) {
    if (request.method() == HttpMethod.GET && "/held".equals(request.path())) {
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .end(reception.list().encode());
      return;
    }
    if (request.method() != HttpMethod.POST || !"/upload".equals(request.path())) {
      request.response().setStatusCode(404).end();
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() + part.length() > MOST_BYTES) {
            request.connection().close();
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> answer(request, body.getBytes()));
  }

  private void answer(HttpServerRequest request, byte[] body) {
    Failures failures = this.failures;
    double dice = random.nextDouble();
    if (dice < failures.unavailable()) {
      remember(ProvinceReception.Verdict.NONE, "unavailable");
      request.response().setStatusCode(503).putHeader("Retry-After", "2").end();
      return;
    }
    dice -= failures.unavailable();
    if (dice >= 0 && dice < failures.html()) {
      remember(ProvinceReception.Verdict.NONE, "proxy page");
      request
          .response()
          .putHeader("Content-Type", "text/html;charset=UTF-8")
          .end("<html><body><h1>网站防火墙</h1><p>您的请求暂时无法处理</p></body></html>");
      return;
    }
    dice -= failures.html();
    ProvinceReception.Verdict verdict = reception.receive(body);
    boolean silent = dice >= 0 && dice < failures.silent();
    boolean late = !silent && dice >= 0 && dice < failures.silent() + failures.late();
    arrivals.note(arrival(request, body, verdict), verdict.accepted(), verdict.text());
    String outcome = verdict.accepted() ? "accepted" : "refused";
    remember(verdict, silent ? outcome + ", not answered" : outcome);
    if (late) {
      vertx.setTimer(Math.max(1, failures.delay().toMillis()), timer -> send(request, verdict));
    } else if (!silent) {
      send(request, verdict);
    }
  }

  /** The token is made anew at each send; everything else must stay the same. */
  private static Arrivals.Push arrival(
      HttpServerRequest request, byte[] body, ProvinceReception.Verdict verdict) {
    String same =
        new String(body, StandardCharsets.ISO_8859_1).replaceFirst("<TOKEN>[^<]*</TOKEN>", "");
    return new Arrivals.Push(
        verdict.kind(),
        verdict.dataKey(),
        verdict.dataType(),
        header(request, "Record-Version"),
        header(request, "Idempotency-Key"),
        Sha256.hex(same),
        verdict.name(),
        verdict.parent(),
        Arrivals.identityNumberIn(same));
  }

  private static String header(HttpServerRequest request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }

  private static void send(HttpServerRequest request, ProvinceReception.Verdict verdict) {
    JsonObject answer = new JsonObject().put("STATUS", verdict.accepted() ? "1" : "-1");
    if (!verdict.accepted()) {
      answer.put("MSG", verdict.text());
    }
    if (!request.response().closed()) {
      request
          .response()
          .putHeader("Content-Type", "application/json;charset=UTF-8")
          .end(answer.encode());
    }
  }

  /** The last of what is noted of a request, and the end of it for the journal. */
  private void remember(ProvinceReception.Verdict verdict, String outcome) {
    String operation =
        switch (verdict.dataType()) {
          case "1" -> "1 新增";
          case "2" -> "2 修改";
          case "3" -> "3 删除";
          default -> "";
        };
    received.add(
        new Received(
            verdict.kind(),
            verdict.dataKey(),
            operation,
            clock.instant(),
            outcome,
            verdict.text()));
    journal.write();
  }
}
