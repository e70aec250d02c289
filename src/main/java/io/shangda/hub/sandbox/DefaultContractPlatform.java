package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data centre of a province, an upper platform that speaks the default push contract: {@code
 * POST /records} takes one record or {@code {"records": […]}} and answers one result for each;
 * {@code GET /held} says what it has; {@code POST /manifest} is told what it should have, and
 * answers what is to be sent again. It checks digest and signature, and sometimes it is away,
 * forgets to answer, or answers only in part.
 */
public final class DefaultContractPlatform {
  private static final Set<String> TAKEN = Set.of("accepted", "pending", "duplicate");
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  /**
   * How often the platform fails; each a share between 0 and 1.
   *
   * @param unavailable requests answered with 503 and Retry-After, nothing taken
   * @param silent requests whose records are taken and never answered
   * @param partial requests of several records answered for some of them only
   * @param refused record versions refused, always the same ones
   * @param pending record versions taken with the verdict to come
   */
  public record Failures(
      double unavailable,
      double silent,
      double partial,
      double refused,
      double pending,
      long seed) {
    /** A platform that always answers. */
    public static final Failures NONE = new Failures(0, 0, 0, 0, 0, 0);

    public Failures {
      Faults.requireShare("unavailable", unavailable);
      Faults.requireShare("silent", silent);
      Faults.requireShare("partial", partial);
      Faults.requireShare("refused", refused);
      Faults.requireShare("pending", pending);
    }
  }

  private final Clock clock;
  private final Journal journal;
  private final Arrivals arrivals;
  private final Loopback server;
  private final ContractSeal seal;
  private final ContractArchive archive;
  private final ContractHoldings holdings;
  private final ContractCommands commands = new ContractCommands();
  private final Random random;
  private final LastReceived received;
  private volatile Failures failures;

  /**
   * @param secret of the signature: {@code whsec_} and the key in Base64, or the key as text
   */
  public DefaultContractPlatform(
      Vertx vertx, int port, Clock clock, String secret, Failures failures) {
    this(new Site(vertx, port, clock, Journal.none()), secret, failures);
  }

  /** One that remembers, by the journal of its site, what an earlier process of it took. */
  DefaultContractPlatform(Site site, String secret, Failures failures) {
    this.clock = site.clock();
    this.journal = site.journal();
    this.failures = failures;
    this.server = new Loopback(site.vertx(), site.port(), this::handle);
    this.seal = new ContractSeal(clock, secret);
    this.archive = new ContractArchive(failures.refused(), failures.pending(), journal);
    this.holdings = new ContractHoldings(journal);
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

  /** Every record it has judged, as {@link Arrivals#json} shows it. */
  JsonObject arrivals() {
    return arrivals.json();
  }

  /** What came last, oldest first; at most a thousand. */
  public List<Received> received() {
    return received.list();
  }

  /**
   * Spoils what it has of a record, or of the first if the name is empty.
   *
   * @param how lose, or anything else to change it
   * @return the record; null if it has none of this name
   */
  public @Nullable JsonObject spoil(String name, String how) {
    JsonObject spoiled = holdings.spoil(name, how);
    if (spoiled != null) {
      arrivals.spoiled(
          spoiled.getString("source")
              + "/"
              + spoiled.getString("type")
              + "/"
              + spoiled.getString("key"));
    }
    journal.write();
    return spoiled;
  }

  /** Asks for something in its next answer: {@code do}, {@code type}, and what belongs to it. */
  public JsonObject ask(JsonObject command) {
    return commands.ask(command);
  }

  private void compare(HttpServerRequest request, JsonObject manifest) {
    JsonArray missing = holdings.missing(manifest.getJsonArray("days", new JsonArray()));
    JsonObject answer = commands.into(new JsonObject().put("resend", missing));
    request.response().putHeader("Content-Type", "application/json").end(answer.encode());
  }

  private void say(HttpServerRequest request) {
    String broken = seal.unsigned(request.headers(), new byte[0]);
    if (broken != null) {
      problem(request, 401, broken);
      return;
    }
    JsonObject answer =
        "digest".equals(request.getParam("by"))
            ? holdings.digests()
            : holdings.list(
                request.getParam("type", ""),
                request.getParam("day", ""),
                request.getParam("after", ""));
    request.response().putHeader("Content-Type", "application/json").end(answer.encode());
  }

  private void handle(HttpServerRequest request) {
    if (request.method() == HttpMethod.GET && "/held".equals(request.path())) {
      say(request);
      return;
    }
    if (request.method() != HttpMethod.POST
        || !Set.of("/records", "/manifest").contains(request.path())) {
      problem(request, 404, "没有这个接口");
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
    request.endHandler(end -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    String broken = seal.broken(request.headers(), body.getBytes());
    if (broken != null) {
      problem(request, broken.contains("Digest") ? 400 : 401, broken);
      return;
    }
    if ("/manifest".equals(request.path())) {
      try {
        compare(request, new JsonObject(body));
      } catch (DecodeException | ClassCastException e) {
        problem(request, 400, "清单不是合法的 JSON");
      }
      return;
    }
    if (random.nextDouble() < failures.unavailable()) {
      remember(new JsonObject(), "", new JsonObject().put("word", "unavailable"));
      journal.write();
      request.response().putHeader("Retry-After", "2");
      problem(request, 503, "平台正在维护，请稍后再试");
      return;
    }
    try {
      answer(request, new JsonObject(body));
    } catch (DecodeException | ClassCastException e) {
      problem(request, 400, "请求体不是合法的 JSON");
    }
  }

  private void answer(HttpServerRequest request, JsonObject push) {
    String type = push.getString("type", "");
    JsonArray records = push.getJsonArray("records");
    JsonArray results = new JsonArray();
    for (Object one : records == null ? new JsonArray().add(push) : records) {
      JsonObject record = (JsonObject) one;
      JsonObject result = archive.judge(type, record);
      arrivals.note(
          arrival(type, record),
          TAKEN.contains(result.getString("word")),
          result.getString("word"));
      remember(record, type, result);
      if (Set.of("accepted", "pending").contains(result.getString("word"))) {
        holdings.take(type, record);
      }
      results.add(result);
    }
    journal.write();
    if (random.nextDouble() < failures.silent()) {
      request.connection().close(); // taken, but the sender will never know
      return;
    }
    if (results.size() > 1 && random.nextDouble() < failures.partial()) {
      for (int i = results.size() / 2; i > 0; i--) {
        results.remove(results.size() - 1);
      }
    }
    boolean judged =
        results.stream().noneMatch(r -> "pending".equals(((JsonObject) r).getString("word")));
    request
        .response()
        .setStatusCode(judged ? 200 : 202)
        .putHeader("Content-Type", "application/json")
        .end(commands.into(new JsonObject().put("results", results)).encode());
  }

  private static Arrivals.Push arrival(String type, JsonObject push) {
    String version = push.getString("recordVersion", "");
    JsonObject content = push.getJsonObject("record", new JsonObject());
    String number = content == null ? "" : content.getString("project_no", "");
    return new Arrivals.Push(
        type,
        push.getString("source") + "/" + type + "/" + push.getString("key"),
        push.getString("operation", ""),
        version,
        push.getString("idempotencyKey", ""),
        Sha256.hex(bytesToKeep(push)),
        "case-accept".equals(type) ? number : "",
        type.matches("case-(process|result)") ? number : "",
        "disclosure".equals(type) && Arrivals.identityNumberIn(push.encode()));
  }

  /** Of a record alone: whether it came in a request of its own is no matter. */
  private static String bytesToKeep(JsonObject push) {
    JsonObject kept = new JsonObject();
    for (String part :
        List.of("operation", "source", "key", "recordVersion", "targetKey", "record")) {
      kept.put(part, push.getValue(part));
    }
    return kept.encode();
  }

  private void remember(JsonObject push, String type, JsonObject result) {
    received.add(
        new Received(
            type,
            push.getString("key", ""),
            push.getString("operation", ""),
            clock.instant(),
            result.getString("word"),
            result.getString("message", "")));
  }

  private static void problem(HttpServerRequest request, int status, String title) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(new JsonObject().put("title", title).put("status", status).encode());
  }
}
