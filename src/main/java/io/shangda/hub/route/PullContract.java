package io.shangda.hub.route;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.RawRecord.Unreadable;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Told;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What the hub and a pull connector tell each other, as {@code routes/README.md} gives it: exchange
 * properties. Message headers are what came over a wire; none of them is ever read here, so that no
 * answer of a source can speak in the hub's or the connector's name.
 */
public final class PullContract {
  /** The {@code SourceConfig}. */
  public static final String SOURCE = "source";

  /** Where the call goes on; absent at the very first pull. */
  public static final String CURSOR = "cursor";

  public static final String CONTENT_TYPE = "contentType";
  public static final String PLACE = "place";
  public static final String NEXT_CURSOR = "nextCursor";
  public static final String END = "end";
  public static final String ASKED_AT = "askedAt";

  /** The answer's {@code Link}, as it said: data. */
  public static final String LINK = "link";

  /** The answer's {@code Date}, as it said: data. */
  public static final String DATE = "date";

  public static final String FAILURE = "failure";

  /** True: the page has an effect at the source once it is committed. */
  public static final String AFTER_COMMIT = "afterCommit";

  /** Set by the hub for the hook after the commit, if nothing in the page could be read. */
  public static final String REASON = "reason";

  /** Set by the hub's own connectors: what the operator must read of the run. */
  static final String NOTICE = "notice";

  /** Set by pull-http-json: why an answer without a page proves no end of a list. */
  static final String NOTHING = "nothing";

  /**
   * Set by pull-files: a {@link Aside} by which the page under way is left out when it is asked for
   * again.
   */
  static final String SET_ASIDE = "setAside";

  /** Leaves out what took the memory. */
  @FunctionalInterface
  interface Aside {
    /** What to tell the operator; null if there is nothing to leave out. */
    @Nullable String leaveOut();
  }

  static final String UNREADABLE = "unreadable";
  static final String UNREADABLE_ZH = "unreadableZh";
  static final String UNREADABLE_EN = "unreadableEn";
  static final String UNREADABLE_PLACE = "unreadablePlace";

  /** Of one page; what a page before left would speak for this one. */
  private static final List<String> OF_A_PAGE =
      List.of(
          CURSOR,
          CONTENT_TYPE,
          PLACE,
          NEXT_CURSOR,
          END,
          ASKED_AT,
          LINK,
          DATE,
          FAILURE,
          AFTER_COMMIT,
          REASON,
          UNREADABLE,
          UNREADABLE_ZH,
          UNREADABLE_EN,
          UNREADABLE_PLACE,
          NOTICE,
          SET_ASIDE,
          NOTHING);

  private PullContract() {}

  /** Makes the exchange one that asks for a page: nothing stays of the page before. */
  static void ask(Exchange exchange, @Nullable String cursor) {
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(null);
    OF_A_PAGE.forEach(exchange::removeProperty);
    if (cursor != null) {
      exchange.setProperty(CURSOR, cursor);
    }
  }

  static SourceConfig source(Exchange exchange) {
    return Objects.requireNonNull(
        exchange.getProperty(SOURCE, SourceConfig.class), "set before a connector is called");
  }

  static @Nullable String text(Exchange exchange, String name) {
    return exchange.getProperty(name, String.class);
  }

  /** True if the connector asks for its hook once the page is committed. */
  static boolean wantsHook(Exchange exchange) {
    return Boolean.TRUE.equals(exchange.getProperty(AFTER_COMMIT, Boolean.class));
  }

  /** What the connector tells of its page. */
  static Told told(Exchange exchange, String place) throws PullFailure {
    return new Told(
        answer(exchange),
        text(exchange, NEXT_CURSOR),
        exchange.getProperty(END, Boolean.class),
        askedAt(exchange),
        unreadable(exchange, place));
  }

  /** A connector in pure YAML says by a property what one in Java throws. */
  static void refuse(Exchange exchange) throws PullFailure {
    String kind = text(exchange, FAILURE);
    if (kind == null) {
      return;
    }
    String text = String.valueOf(exchange.getMessage().getBody(String.class));
    for (PullFailure.Kind known : PullFailure.Kind.values()) {
      if (known.name().equals(kind.strip().toUpperCase(Locale.ROOT))) {
        throw new PullFailure(known, text, null, null);
      }
    }
    throw wrong(exchange, FAILURE, kind, "one of " + List.of(PullFailure.Kind.values()));
  }

  private static Map<String, String> answer(Exchange exchange) {
    Map<String, String> headers = new HashMap<>();
    for (String name : List.of(LINK, DATE)) {
      String value = text(exchange, name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  private static @Nullable Instant askedAt(Exchange exchange) throws PullFailure {
    String text = text(exchange, ASKED_AT);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(exchange, ASKED_AT, text, "a time such as 2026-03-01T08:00:00Z");
    }
  }

  private static @Nullable Unreadable unreadable(Exchange exchange, String place) {
    String rule = text(exchange, UNREADABLE);
    String there = text(exchange, UNREADABLE_PLACE);
    return rule == null
        ? null
        : new Unreadable(
            there == null || there.isBlank() ? place : there,
            rule,
            Objects.requireNonNullElse(text(exchange, UNREADABLE_ZH), rule),
            Objects.requireNonNullElse(text(exchange, UNREADABLE_EN), rule));
  }

  private static PullFailure wrong(
      Exchange exchange, String name, @Nullable String value, String expected) {
    return new PullFailure(
        PullFailure.Kind.MISFIT,
        "connector '%s' set the property '%s' to '%s', not to %s; the source is paused until the connector is mended"
            .formatted(source(exchange).connector(), name, value, expected),
        null,
        null);
  }
}
