package io.shangda.hub.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An upper platform: where it is, what it takes, how it is spoken to and how its replies are read.
 *
 * @param sandbox true if it exists only while the sandbox runs
 * @param connector name of the route {@code direct:<connector>} in {@code routes/connectors/}
 * @param options the connector's own options (url, auth, headers, signing, time limits)
 * @param types what it takes, by record type
 * @param parentLimit how long a record may wait for its parent before that is an alert
 * @param reconcile how it is asked what it has; null: it is not
 * @param manifest how it is told what it should have; null: it is not
 */
public record TargetConfig(
    TargetId id,
    String title,
    boolean sandbox,
    String connector,
    ObjectNode options,
    Map<RecordType, TargetType> types,
    Batch batch,
    int concurrency,
    @Nullable Integer ratePerSecond,
    Retry retry,
    Breaker breaker,
    List<Window> windows,
    ZoneId zone,
    Duration requestLimit,
    Duration parentLimit,
    Envelope envelope,
    ReplyRule reply,
    @Nullable Reconcile reconcile,
    @Nullable Manifest manifest) {

  /** One that is not asked what it has. */
  public TargetConfig(
      TargetId id,
      String title,
      boolean sandbox,
      String connector,
      ObjectNode options,
      Map<RecordType, TargetType> types,
      Batch batch,
      int concurrency,
      @Nullable Integer ratePerSecond,
      Retry retry,
      Breaker breaker,
      List<Window> windows,
      ZoneId zone,
      Duration requestLimit,
      Duration parentLimit,
      Envelope envelope,
      ReplyRule reply) {
    this(
        id,
        title,
        sandbox,
        connector,
        options,
        types,
        batch,
        concurrency,
        ratePerSecond,
        retry,
        breaker,
        windows,
        zone,
        requestLimit,
        parentLimit,
        envelope,
        reply,
        null,
        null);
  }

  /** The same, asked what it has. */
  public TargetConfig with(Reconcile how) {
    return new TargetConfig(
        id,
        title,
        sandbox,
        connector,
        options,
        types,
        batch,
        concurrency,
        ratePerSecond,
        retry,
        breaker,
        windows,
        zone,
        requestLimit,
        parentLimit,
        envelope,
        reply,
        how,
        manifest);
  }

  /** The same, told what it should have. */
  public TargetConfig with(Manifest how) {
    return new TargetConfig(
        id,
        title,
        sandbox,
        connector,
        options,
        types,
        batch,
        concurrency,
        ratePerSecond,
        retry,
        breaker,
        windows,
        zone,
        requestLimit,
        parentLimit,
        envelope,
        reply,
        reconcile,
        how);
  }

  /** The same under other options. */
  public TargetConfig with(ObjectNode other) {
    return new TargetConfig(
        id,
        title,
        sandbox,
        connector,
        other,
        types,
        batch,
        concurrency,
        ratePerSecond,
        retry,
        breaker,
        windows,
        zone,
        requestLimit,
        parentLimit,
        envelope,
        reply,
        reconcile,
        manifest);
  }

  /**
   * Batches a node works on at once; with single requests the rest of the concurrency goes into
   * each batch.
   */
  public int consumers() {
    return batch.request() > 1 ? concurrency : Math.min(2, concurrency);
  }

  /** Requests of one batch under way at once on a node. */
  public int requestsAtOnce() {
    return Math.max(1, concurrency / consumers());
  }

  /**
   * One record type at a target.
   *
   * @param mapping second mapping, from the provincial record to the target's own payload; null
   *     sends the provincial one
   * @param schema schema of that payload; null checks nothing more
   * @param schemaVersion sent with every push
   * @param path appended to the url; empty for none
   * @param key template of the target's own key of a record, such as {@code
   *     9120500${date}${serial:7}}; null for none
   * @param values fixed values of this type for the envelope ({@code DATA_NO}, {@code DATA_EN})
   */
  public record TargetType(
      @Nullable String mapping,
      @Nullable String schema,
      String schemaVersion,
      String path,
      @Nullable String key,
      Map<String, String> values) {}

  /**
   * How many at once.
   *
   * @param records deliveries claimed and settled together; default 500
   * @param request deliveries in one request; 1 (the default) sends each alone
   */
  public record Batch(int records, int request) {}

  /**
   * When to send again, and how often.
   *
   * @param first wait after the first failure
   * @param max longest wait; jitter takes up to half of every wait away
   * @param attempts definite failures after which a batch is halved, and a single delivery is dead
   */
  public record Retry(Duration first, Duration max, int attempts) {}

  /**
   * When to leave the target alone.
   *
   * @param faults faults of the whole target in a row that open the breaker
   * @param refusals refusals in a row that open it
   * @param open how long it stays open before one batch probes
   */
  public record Breaker(int faults, int refusals, Duration open) {}

  /**
   * A daily maintenance window in the target's zone, in which nothing is sent; may span midnight.
   */
  public record Window(LocalTime from, LocalTime to) {
    public boolean contains(LocalTime time) {
      boolean afterStart = !time.isBefore(from);
      boolean beforeEnd = time.isBefore(to);
      return from.isBefore(to) ? afterStart && beforeEnd : afterStart || beforeEnd;
    }
  }

  /**
   * How a request's body is made.
   *
   * @param format {@code json}, {@code bare} (the record itself, no envelope) or {@code xml}
   * @param mapping JSLT below {@code config/mappings/} from {@code {hub, operation, type,
   *     targetKey, recordVersion, values, payload, …}} to the body; null for the default contract
   */
  public record Envelope(String format, @Nullable String mapping) {}

  /**
   * How a reply is read. The first case that matches names the word; none matching on a 2xx means
   * later.
   *
   * @param format {@code json}, {@code xml} or {@code text}
   * @param results JSON Pointer to the list of per-record results; null if a reply speaks for the
   *     whole request
   * @param key JSON Pointer, inside a result, to the idempotency key or target key it is about;
   *     null: by position
   * @param receipt JSON Pointer, inside a result, to the receipt
   * @param message JSON Pointer, inside a result, to the platform's own text
   * @param errors JSON Pointer, inside a result, to field errors
   */
  public record ReplyRule(
      String format,
      @Nullable String results,
      @Nullable String key,
      @Nullable String receipt,
      @Nullable String message,
      @Nullable String errors,
      List<ReplyCase> cases) {}

  /**
   * One way to answer.
   *
   * @param status HTTP statuses it applies to; empty: 2xx
   * @param operations what was asked, for it to apply; empty: anything
   * @param field JSON Pointer inside the result, or from the top where the meaning is a status;
   *     null: the whole body as text
   * @param matches regular expression that must be found in the field's text
   */
  public record ReplyCase(
      List<Integer> status,
      Set<Operation> operations,
      @Nullable String field,
      String matches,
      Meaning meaning) {}

  /**
   * How it is asked what it has. Exactly one of {@code every} and {@code at} is set.
   *
   * @param at a time of day in its zone
   * @param digest true: count and digest by type and day first, and lists only of the days that
   *     differ; false: the whole list
   * @param byTargetKey true if it names records by its own key, false by source and source key
   * @param url without query
   * @param resend as many differences as this are resent without a person; 0: none
   */
  public record Reconcile(
      @Nullable Duration every,
      @Nullable LocalTime at,
      boolean digest,
      boolean byTargetKey,
      String url,
      int resend) {}

  /**
   * How it is told what it should have. Exactly one of {@code every} and {@code at} is set.
   *
   * @param at a time of day in its zone
   * @param url to which the manifest is posted
   */
  public record Manifest(@Nullable Duration every, @Nullable LocalTime at, String url) {}

  /** What an answer means. */
  public sealed interface Meaning {
    /** A word about a record. */
    record Says(Word word) implements Meaning {}

    /**
     * Nothing about a record: the whole answer is read as if it had come with this HTTP status.
     * 401: the hub is not let in; 429 or 503: the target can take nothing now.
     */
    record ReadAs(int status) implements Meaning {}
  }
}
