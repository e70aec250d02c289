package io.shangda.hub.route;

import io.shangda.hub.config.Proxies;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.PullFailure;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Steps of {@code pull-http-json}: what goes before and after the request. */
@Named("pullHttp")
@Singleton
public final class PullHttp {
  private static final String ASKED = "shangdaAsked";

  /** Where the next page is fits; to look for it in more costs time by the square. */
  private static final int LONGEST_LINK = 8 << 10;

  private final HttpPull pull;
  private final Proxies proxies;

  @Inject
  public PullHttp(HttpPull pull, Proxies proxies) {
    this.pull = pull;
    this.proxies = proxies;
  }

  /** Makes the request's url, query and headers. No header of the exchange goes out with it. */
  public void ask(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    String cursor = PullContract.text(exchange, PullContract.CURSOR);
    HttpPull.Asked asked = pull.ask(PullContract.source(exchange), cursor);
    message.removeHeaders("*");
    message.setBody(null);
    asked.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_METHOD, "GET");
    message.setHeader(Exchange.HTTP_URI, asked.url());
    if (!asked.query().isEmpty()) {
      message.setHeader(Exchange.HTTP_RAW_QUERY, asked.query());
    }
    message.setHeader(TimeLimits.HEADER, asked.timeLimit().toMillis());
    Proxies.Proxy proxy = proxy(exchange);
    message.removeHeader(ByProxy.HEADER);
    if (proxy != null) {
      message.setHeader(ByProxy.HEADER, proxy.toString());
    }
    exchange.setProperty(ASKED, asked);
    exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true); // unpacked later, within limits
  }

  /**
   * Reads the answer within the source's limits, or says why it is no page. What the source said
   * stops being headers here: the few that matter go on as data, the rest is gone.
   */
  public void read(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    HttpPull.Asked asked = exchange.getProperty(ASKED, HttpPull.Asked.class);
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    Map<String, String> headers = headers(message);
    message.removeHeaders("*");
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME); // the source's word for it
    Object body = message.getBody();
    message.setBody(null); // a stream that is closed here must not be met again behind an error
    HttpPull.Answer answer =
        new HttpPull.Answer(status, headers, body instanceof InputStream stream ? stream : null);
    byte[] page = pull.page(PullContract.source(exchange), asked, answer);
    exchange.setProperty(PullContract.CONTENT_TYPE, headers.get("content-type"));
    exchange.setProperty(PullContract.LINK, link(asked, headers));
    exchange.setProperty(PullContract.DATE, headers.get("date"));
    exchange.setProperty(PullContract.PLACE, asked.place());
    exchange.setProperty(PullContract.ASKED_AT, asked.at().toString());
    message.setBody(page);
    if (page == null) {
      exchange.setProperty(PullContract.END, true);
      exchange.setProperty(PullContract.NOTHING, asked.end(status));
    }
  }

  /** Turns whatever stopped the request into a failure in an operator's words. */
  public void explain(Exchange exchange) throws PullFailure {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    PullFailure failure = pull.failure(exchange.getProperty(ASKED, HttpPull.Asked.class), cause);
    Proxies.Proxy proxy = proxy(exchange);
    if (proxy == null || cause instanceof PullFailure) {
      throw failure;
    }
    throw new PullFailure(
        failure.kind(),
        "by the proxy %s: %s".formatted(proxy, failure.getMessage()),
        failure.retryAfter(),
        cause);
  }

  private Proxies.@Nullable Proxy proxy(Exchange exchange) {
    return proxies.of(PullContract.source(exchange).options());
  }

  private static @Nullable String link(HttpPull.Asked asked, Map<String, String> headers)
      throws PullFailure {
    String link = headers.get("link");
    if (link != null && link.length() > LONGEST_LINK) {
      throw new PullFailure(
          PullFailure.Kind.GARBLED,
          "%s answers with a header Link of %d characters; %d are read; it is pulled again"
              .formatted(asked.place(), link.length(), LONGEST_LINK),
          null,
          null);
    }
    return link;
  }

  /** By lower-case name; one that stands twice is one list. */
  private static Map<String, String> headers(Message message) {
    Map<String, String> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) ->
                headers.put(
                    name.toLowerCase(Locale.ROOT),
                    value instanceof Collection<?> several
                        ? several.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : String.valueOf(value)));
    return headers;
  }
}
