package io.shangda.hub.source;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page's address, exactly as it is sent and signed.
 *
 * @param base scheme, host and path
 * @param query encoded parameters in order
 */
record PageUrl(URI base, Map<String, String> query) {
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(token|key|secret|sign|password|passwd|pwd|auth|ticket).*");

  /** The url with further parameters; one that it has already is replaced. */
  static PageUrl of(URI url, Map<String, String> parameters) {
    Map<String, String> query = new LinkedHashMap<>();
    String own = url.getRawQuery();
    if (own != null) {
      for (String pair : own.split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    parameters.forEach((name, value) -> query.put(encoded(name), encoded(value)));
    return new PageUrl(base(url), query);
  }

  /** The same with parameters that it does not have yet. */
  PageUrl with(Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(query);
    parameters.forEach((name, value) -> all.putIfAbsent(encoded(name), encoded(value)));
    return new PageUrl(base, all);
  }

  String rawQuery() {
    return query.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining("&"));
  }

  String path() {
    String path = base.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /**
   * For people to read.
   *
   * @param secret names of parameters whose values are secrets
   */
  String place(Set<String> secret) {
    String shown =
        query.entrySet().stream()
            .map(
                parameter ->
                    parameter.getKey()
                        + "="
                        + (hides(parameter.getKey(), secret) ? "***" : parameter.getValue()))
            .collect(Collectors.joining("&"));
    return shown.isEmpty() ? base.toString() : base + "?" + shown;
  }

  private static boolean hides(String name, Set<String> secret) {
    return secret.contains(name) || SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  private static URI base(URI url) {
    String path = url.getRawPath();
    return URI.create(
        url.getScheme()
            + "://"
            + url.getRawAuthority()
            + (path == null || path.isEmpty() ? "/" : path));
  }

  /** RFC 3986: a blank is %20, never a plus. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
