package io.shangda.hub.source;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page's address, exactly as it is sent and signed.
 *
 * @param base scheme, host and path
 * @param query encoded parameters in order; a name may stand more than once
 */
record PageUrl(URI base, List<Parameter> query) {
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(token|key|secret|sign|password|passwd|pwd|auth|ticket).*");

  /**
   * As it is sent.
   *
   * @param value null: the name stands alone, without an equals sign
   */
  record Parameter(String name, @Nullable String value) {
    @Override
    public String toString() {
      return value == null ? name : name + "=" + value;
    }
  }

  static PageUrl of(URI url) {
    List<Parameter> query = new ArrayList<>();
    String own = url.getRawQuery();
    if (own != null && !own.isEmpty()) {
      for (String pair : own.split("&", -1)) {
        int equals = pair.indexOf('=');
        query.add(
            equals < 0
                ? new Parameter(pair, null)
                : new Parameter(pair.substring(0, equals), pair.substring(equals + 1)));
      }
    }
    return new PageUrl(base(url), query);
  }

  /** The same with these parameters, in the place of those that have their names. */
  PageUrl replacing(Map<String, String> parameters) {
    List<Parameter> all = new ArrayList<>();
    List<Parameter> others = encoded(parameters);
    Set<String> names = names(others);
    query.stream().filter(one -> !names.contains(one.name())).forEach(all::add);
    all.addAll(others);
    return new PageUrl(base, all);
  }

  /** The same with those of these parameters whose names it does not have yet. */
  PageUrl adding(Map<String, String> parameters) {
    List<Parameter> all = new ArrayList<>(query);
    Set<String> names = names(query);
    encoded(parameters).stream().filter(one -> !names.contains(one.name())).forEach(all::add);
    return new PageUrl(base, all);
  }

  private static Set<String> names(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::name).collect(Collectors.toCollection(HashSet::new));
  }

  private static List<Parameter> encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> new Parameter(encoded(one.getKey()), encoded(one.getValue())))
        .toList();
  }

  String rawQuery() {
    return query.stream().map(Parameter::toString).collect(Collectors.joining("&"));
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
        query.stream()
            .map(one -> hides(one.name(), secret) ? one.name() + "=***" : one.toString())
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
