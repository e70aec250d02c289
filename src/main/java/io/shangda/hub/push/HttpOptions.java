package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of {@code push-http}, as one target gives them.
 *
 * @param url where requests go; a type's path is appended before its query
 * @param method {@code POST} (the default) or {@code PUT}
 * @param headers fixed headers; values may refer to secrets
 * @param auth see {@link SendHeaders}
 * @param sign {@code {kind: standard-webhooks, secret, previous}}; missing: not signed
 * @param token {@code {algorithm: DES or AES, secret}}; missing: none
 * @param digest whether Content-Digest is sent; default true with the default contract only
 * @param trust PEM file of the certificates that are trusted; empty: those of the Java platform
 * @param connectLimit how long connecting may take; default 5 s
 */
record HttpOptions(
    URI url,
    String method,
    Map<String, String> headers,
    JsonNode auth,
    JsonNode sign,
    JsonNode token,
    boolean digest,
    String trust,
    Duration connectLimit) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  HttpOptions {
    if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "'" + url + "' is no address; expected http://<host>… or https://<host>…");
    }
  }

  static HttpOptions of(TargetConfig target) {
    JsonNode options = target.options();
    Map<String, String> headers = new LinkedHashMap<>();
    options
        .path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    TargetConfig.Envelope envelope = target.envelope();
    boolean contract = envelope.mapping() == null && envelope.format().equals("json");
    return new HttpOptions(
        URI.create(options.path("url").asText()),
        options.path("method").asText("POST"),
        headers,
        options.path("auth"),
        options.path("sign"),
        options.path("token"),
        options.path("digest").asBoolean(contract),
        options.path("trust").asText(""),
        duration(options.path("connect-limit").asText("")));
  }

  boolean tls() {
    return "https".equals(url.getScheme());
  }

  int port() {
    int fallback = tls() ? 443 : 80;
    return url.getPort() < 0 ? fallback : url.getPort();
  }

  /** The request's path as sent, without query. */
  String path(String more) {
    String base = url.getRawPath() == null ? "" : url.getRawPath();
    if (base.endsWith("/") && more.startsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    String path = base + more;
    return path.isEmpty() ? "/" : path;
  }

  /** The query as sent, without {@code ?}; empty if none. */
  String query() {
    return url.getRawQuery() == null ? "" : url.getRawQuery();
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return CONNECT_LIMIT;
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
