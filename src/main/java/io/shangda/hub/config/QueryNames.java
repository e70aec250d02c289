package io.shangda.hub.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters that a source is asked with come from three places: its url, {@code query} and {@code
 * paging}. The same name in two of them is a contradiction, of which the page number in the url is
 * the worst: every page would be the first.
 */
final class QueryNames {
  private static final List<String> OF_PAGING =
      List.of("parameter", "until-parameter", "size-parameter");

  private QueryNames() {}

  /**
   * @param options of a source; what connectors that are not ours mean by these keys is the same
   */
  static void check(Reading options) {
    Map<String, String> taken = new LinkedHashMap<>();
    inUrl(options.text("url")).forEach(name -> taken.put(name, "'options.url'"));
    Reading query = options.below("query");
    for (String name : query.keys()) {
      take(query, name, name, "'options.query'", taken);
    }
    Reading paging = options.below("paging");
    paging(paging, "options.paging", taken);
    paging(paging.below("pages"), "options.paging.pages", taken);
  }

  private static void paging(Reading paging, String path, Map<String, String> taken) {
    for (String key : OF_PAGING) {
      String name = paging.text(key, implied(paging, key));
      if (!name.isEmpty()) {
        take(paging, key, name, "'" + path + "." + key + "'", taken);
      }
    }
  }

  private static String implied(Reading paging, String key) {
    String style = paging.text("style");
    boolean counts = style.equals("page") || style.equals("offset");
    return key.equals("parameter") && counts ? style : "";
  }

  private static void take(
      Reading reading, String key, String name, String where, Map<String, String> taken) {
    String other = taken.putIfAbsent(name, where);
    if (other != null) {
      reading.mistake(
          key,
          "parameter '" + name + "', which " + other + " has too",
          "each query parameter in one place only");
    }
  }

  private static List<String> inUrl(String url) {
    int at = url.indexOf('?');
    if (at < 0) {
      return List.of();
    }
    String query = url.substring(at + 1).replaceAll("#.*", "");
    return List.of(query.split("&")).stream()
        .map(pair -> decoded(pair.replaceAll("=.*", "")))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
