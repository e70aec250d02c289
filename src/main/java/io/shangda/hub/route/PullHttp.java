package io.shangda.hub.route;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.PullFailure;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Steps of {@code pull-http-json}: what goes before and after the request. */
@Named("pullHttp")
@Singleton
public final class PullHttp {
  private static final String ASKED = "shangdaAsked";

  private final HttpPull pull;

  @Inject
  public PullHttp(HttpPull pull) {
    this.pull = pull;
  }

  /** Makes the request's url, query and headers. No header of the exchange goes out with it. */
  public void ask(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    String cursor = message.getHeader(PullHeaders.CURSOR, String.class);
    HttpPull.Asked asked = pull.ask(source(exchange), cursor);
    message.removeHeaders("*");
    message.setBody(null);
    asked.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_METHOD, "GET");
    message.setHeader(Exchange.HTTP_URI, asked.url());
    if (!asked.query().isEmpty()) {
      message.setHeader(Exchange.HTTP_RAW_QUERY, asked.query());
    }
    message.setHeader(PullHttpClient.TIME_LIMIT, asked.timeLimit().toMillis());
    exchange.setProperty(ASKED, asked);
    exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true); // unpacked later, within limits
  }

  /** Reads the answer within the source's limits, or says why it is no page. */
  public void read(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    HttpPull.Asked asked = exchange.getProperty(ASKED, HttpPull.Asked.class);
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    Object body = message.getBody();
    message.setBody(null); // a stream that is closed here must not be met again behind an error
    HttpPull.Answer answer =
        new HttpPull.Answer(
            status, lowerCase(message), body instanceof InputStream stream ? stream : null);
    byte[] page = pull.page(source(exchange), asked, answer);
    message.removeHeaders("Content-Encoding");
    message.removeHeaders("Content-Length");
    message.setHeader(PullHeaders.PLACE, asked.place());
    message.setHeader(PullHeaders.ASKED_AT, asked.at().toString());
    message.setBody(page);
    if (page == null) {
      message.setHeader(PullHeaders.END, true);
    }
  }

  /** Turns whatever stopped the request into a failure in an operator's words. */
  public void explain(Exchange exchange) throws PullFailure {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    throw pull.failure(exchange.getProperty(ASKED, HttpPull.Asked.class), cause);
  }

  private static SourceConfig source(Exchange exchange) {
    return exchange.getProperty(PullHeaders.SOURCE, SourceConfig.class);
  }

  private static Map<String, String> lowerCase(Message message) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    message.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
    return headers;
  }
}
