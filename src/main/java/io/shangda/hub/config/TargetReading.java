package io.shangda.hub.config;

import io.shangda.hub.config.TargetConfig.Batch;
import io.shangda.hub.config.TargetConfig.Breaker;
import io.shangda.hub.config.TargetConfig.Envelope;
import io.shangda.hub.config.TargetConfig.Manifest;
import io.shangda.hub.config.TargetConfig.Meaning;
import io.shangda.hub.config.TargetConfig.Reconcile;
import io.shangda.hub.config.TargetConfig.ReplyCase;
import io.shangda.hub.config.TargetConfig.ReplyRule;
import io.shangda.hub.config.TargetConfig.Retry;
import io.shangda.hub.config.TargetConfig.TargetType;
import io.shangda.hub.config.TargetConfig.Window;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a {@link TargetConfig} of a document that its schema has found good. */
final class TargetReading {
  private TargetReading() {}

  static TargetConfig read(Reading target) {
    return new TargetConfig(
        new TargetId(target.text("id")),
        target.text("title"),
        target.flag("sandbox"),
        target.text("connector"),
        target.object("options"),
        types(target.below("types")),
        batch(target.below("batch")),
        target.number("concurrency", 1),
        rate(target),
        retry(target.below("retry")),
        breaker(target.below("breaker")),
        target.items("windows").stream().map(TargetReading::window).toList(),
        target.zone("time-zone"),
        target.duration("request-limit", "30s"),
        target.duration("parent-limit", "1h"),
        envelope(target.below("envelope")),
        target.has("reply") ? reply(target.below("reply")) : contract(),
        target.has("reconcile") ? reconcile(target.below("reconcile")) : null,
        target.has("manifest") ? manifest(target.below("manifest")) : null);
  }

  private static Map<RecordType, TargetType> types(Reading types) {
    Map<RecordType, TargetType> byType = new LinkedHashMap<>();
    types.keys().forEach(name -> byType.put(new RecordType(name), type(types.below(name))));
    return byType;
  }

  private static TargetType type(Reading type) {
    Reading values = type.below("values");
    Map<String, String> byName = new LinkedHashMap<>();
    values.keys().forEach(name -> byName.put(name, values.text(name)));
    return new TargetType(
        type.textOrNull("mapping"),
        type.textOrNull("schema"),
        type.text("schema-version", "1"),
        type.text("path"),
        type.textOrNull("key"),
        byName);
  }

  private static Batch batch(Reading batch) {
    int records = batch.number("records", 500);
    int request = batch.number("request", 1);
    if (request > records) {
      batch.mistake(
          "request", String.valueOf(request), "at most the " + records + " records of a batch");
    }
    return new Batch(records, request);
  }

  private static @Nullable Integer rate(Reading target) {
    String rate = target.textOrNull("rate");
    return rate == null ? null : Integer.valueOf(rate.substring(0, rate.indexOf('/')));
  }

  private static Retry retry(Reading retry) {
    Retry read =
        new Retry(
            retry.duration("first", "5s"),
            retry.duration("max", "15m"),
            retry.number("attempts", 8));
    if (read.first().isZero() || read.first().compareTo(read.max()) > 0) {
      retry.mistake(
          "first",
          Mistakes.quoted(retry.text("first", "5s")),
          "more than nothing and at most 'max' (" + retry.text("max", "15m") + ")");
    }
    return read;
  }

  private static Breaker breaker(Reading breaker) {
    return new Breaker(
        breaker.number("faults", 5),
        breaker.number("refusals", 20),
        breaker.duration("open", "30s"));
  }

  private static Window window(Reading window) {
    if (window.text("from").equals(window.text("to"))) {
      window.mistake("to", Mistakes.quoted(window.text("to")), "a time other than 'from'");
    }
    return new Window(LocalTime.parse(window.text("from")), LocalTime.parse(window.text("to")));
  }

  private static Reconcile reconcile(Reading reconcile) {
    return new Reconcile(
        reconcile.has("every") ? reconcile.duration("every", "") : null,
        reconcile.has("at") ? LocalTime.parse(reconcile.text("at")) : null,
        reconcile.text("by").equals("digest"),
        reconcile.text("key", "source").equals("target"),
        reconcile.text("url"),
        reconcile.number("resend", 0));
  }

  private static Manifest manifest(Reading manifest) {
    return new Manifest(
        manifest.has("every") ? manifest.duration("every", "") : null,
        manifest.has("at") ? LocalTime.parse(manifest.text("at")) : null,
        manifest.text("url"));
  }

  private static Envelope envelope(Reading envelope) {
    return new Envelope(envelope.text("format", "json"), envelope.textOrNull("mapping"));
  }

  private static ReplyRule reply(Reading reply) {
    return new ReplyRule(
        reply.text("format", "json"),
        reply.textOrNull("results"),
        reply.textOrNull("key"),
        reply.textOrNull("receipt"),
        reply.textOrNull("message"),
        reply.textOrNull("errors"),
        reply.items("cases").stream().map(TargetReading::replyCase).toList());
  }

  private static ReplyCase replyCase(Reading reply) {
    return new ReplyCase(
        reply.texts("status").stream().map(Integer::valueOf).toList(),
        reply.texts("operation").stream()
            .map(Operation::of)
            .collect(Collectors.toUnmodifiableSet()),
        reply.textOrNull("field"),
        reply.text("matches"),
        meaning(reply));
  }

  private static Meaning meaning(Reading reply) {
    if (!reply.has("as")) {
      return new Meaning.Says(Word.of(reply.text("word")));
    }
    if (reply.has("word")) {
      reply.mistake("as", "'as' beside 'word'", "one of the two");
    }
    return new Meaning.ReadAs(reply.number("as", 0));
  }

  /** The default contract: the platform answers in the hub's own six words. */
  private static ReplyRule contract() {
    List<ReplyCase> cases =
        Arrays.stream(Word.values())
            .map(
                word ->
                    new ReplyCase(
                        List.of(),
                        Set.of(),
                        "/word",
                        "^" + word.word() + "$",
                        new Meaning.Says(word)))
            .toList();
    return new ReplyRule("json", "/results", "/key", "/receipt", "/message", "/errors", cases);
  }
}
