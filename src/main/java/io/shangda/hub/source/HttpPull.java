package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a source for a page by HTTP, and tells a page from a failure. Does not send anything. */
public final class HttpPull {
  /** What systems answer to the number of a page behind the last one. */
  private static final Set<Integer> NO_SUCH_PAGE = Set.of(400, 404, 410, 416, 422);

  private final Clock clock;
  private final UnaryOperator<String> secrets;
  private final PerSource<HttpOptions> options = new PerSource<>(HttpOptions::of);

  /**
   * @param secrets puts secrets in the place of the references in a text; throws an unchecked
   *     exception, whose message may be shown, if one is not there
   */
  public HttpPull(Clock clock, UnaryOperator<String> secrets) {
    this.clock = clock;
    this.secrets = secrets;
  }

  /**
   * A request to be sent by GET.
   *
   * @param url without query
   * @param query encoded as it must be sent, since it may be signed; may be empty
   * @param place the address without secrets
   * @param timeLimit until the last byte must be there
   * @param beyond true if "there is no such page" is the end of the list
   */
  public record Asked(
      String url,
      String query,
      Map<String, String> headers,
      String place,
      Instant at,
      Duration timeLimit,
      boolean beyond) {

    /**
     * What an answer without a page means for the end of a list; null if it is as good as an empty
     * page.
     */
    public @Nullable String end(int status) {
      return status / 100 == 2
          ? null
          : "%s was answered with %d, which is taken for the end of the list and proves it only where 'total' agrees"
              .formatted(place, status);
    }
  }

  /**
   * An answer whose body is still to be read.
   *
   * @param headers by lower-case name
   */
  public record Answer(int status, Map<String, String> headers, @Nullable InputStream body) {}

  public Asked ask(SourceConfig source, @Nullable String cursor) throws PullFailure {
    HttpOptions http = options.get(source);
    Instant now = clock.instant();
    try {
      Paging.Ask ask = http.paging().ask(RunCursor.of(cursor).state(), now);
      Map<String, String> own = resolved(http.query());
      PageUrl url =
          ask.url() == null
              ? PageUrl.of(http.url()).replacing(own).replacing(ask.query())
              : PageUrl.of(URI.create(ask.url())).adding(own);
      return new Asked(
          url.base().toString(),
          url.rawQuery(),
          headers(http, url, now),
          url.place(secretParameters(http)),
          now,
          http.timeLimit(),
          ask.beyond());
    } catch (RuntimeException e) {
      throw new PullFailure(
          Kind.MISFIT,
          "Source '%s' cannot be asked: %s; it waits until that is mended"
              .formatted(source.id(), e.getMessage()),
          null,
          e);
    }
  }

  /**
   * The page's bytes, decompressed; null if the source says that there is nothing.
   *
   * @throws PullFailure if the answer is no page
   */
  public byte @Nullable [] page(SourceConfig source, Asked asked, Answer answer)
      throws PullFailure {
    HttpOptions http = options.get(source);
    AnswerBody body = new AnswerBody(asked, http.maxPage(), clock);
    if (answer.status() == 204 || answer.status() == 304) {
      return null;
    }
    if (answer.status() / 100 != 2) {
      PullFailure failure = new StatusFailure(asked.place(), clock.instant()).of(answer, body);
      if (asked.beyond()
          && failure.kind() == Kind.MISFIT
          && NO_SUCH_PAGE.contains(answer.status())) {
        return null;
      }
      throw failure;
    }
    byte[] page = body.read(answer);
    if (isHtml(answer, page)) {
      throw new PullFailure(
          Kind.GARBLED,
          "%s answered a web page instead of records (a login page, or a proxy between); it is pulled again"
              .formatted(asked.place()),
          null,
          null);
    }
    return page;
  }

  /** What a failure to get an answer means. */
  public PullFailure failure(Asked asked, Exception cause) {
    return cause instanceof PullFailure known ? known : NoAnswer.of(asked, cause, clock.instant());
  }

  private Map<String, String> headers(HttpOptions http, PageUrl url, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json, */*;q=0.1");
    headers.put("Accept-Encoding", "gzip");
    headers.put("User-Agent", "Shangda");
    headers.putAll(resolved(http.headers()));
    Auth.Request request = new Auth.Request("GET", url.path(), url.rawQuery(), now.toEpochMilli());
    headers.putAll(http.auth().headers(request, secrets));
    return headers;
  }

  private Map<String, String> resolved(Map<String, String> texts) {
    Map<String, String> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, secrets.apply(text)));
    return values;
  }

  private static Set<String> secretParameters(HttpOptions http) {
    return http.query().entrySet().stream()
        .filter(parameter -> parameter.getValue().contains("${"))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** JSON is taken as such whatever it is called; many systems say {@code text/html} of all. */
  private static boolean isHtml(Answer answer, byte[] page) {
    int at = 0;
    while (at < page.length && (page[at] <= ' ' && page[at] >= 0 || isMark(page, at))) {
      at++;
    }
    if (at < page.length && (page[at] == '{' || page[at] == '[')) {
      return false;
    }
    return at < page.length && page[at] == '<'
        || answer.headers().getOrDefault("content-type", "").contains("html");
  }

  private static boolean isMark(byte[] page, int at) {
    int one = page[at] & 0xff;
    return at == 0 && one == 0xef || at == 1 && one == 0xbb || at == 2 && one == 0xbf;
  }

  /** Closes what is left of an answer without reading it. */
  static void giveUp(@Nullable InputStream body) {
    if (body != null) {
      try {
        body.close();
      } catch (IOException e) {
        return; // it is broken already
      }
    }
  }
}
