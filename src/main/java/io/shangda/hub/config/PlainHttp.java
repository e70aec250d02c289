package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Set;

/**
 * A password or token that goes over plain HTTP to another machine can be read by everybody on the
 * way; a signature cannot be used by who reads it, but for the request it signs.
 */
public final class PlainHttp {
  private static final String ALLOWED = "allow-plain-http";
  private static final Set<String> SHOWN = Set.of("basic", "bearer", "header");

  private PlainHttp() {}

  static void check(Reading whole, String section) {
    String url = whole.below(section).textOrNull("url");
    JsonNode options = whole.object("options");
    if (url != null && !isAllowed(whole) && isReadable(url, options)) {
      whole
          .below(section)
          .mistake(
              "url",
              "a credential over http:// to another machine, where everybody on the way can read"
                  + " it",
              "https://…, or 'allow-plain-http: true' at the top of this file if the way is known");
    }
  }

  /** Whether others on the way can read what these options send to prove who the hub is. */
  public static boolean isReadable(JsonNode options) {
    return isReadable(options.path("url").asText(""), options);
  }

  private static boolean isAllowed(Reading whole) {
    return whole.flag(ALLOWED);
  }

  private static boolean isReadable(String url, JsonNode options) {
    return url.regionMatches(true, 0, "http://", 0, 7)
        && !isThisMachine(url)
        && (SHOWN.contains(options.path("auth").path("kind").asText(""))
            || hasSecretHeader(options));
  }

  private static boolean hasSecretHeader(JsonNode options) {
    for (JsonNode header : options.path("headers")) {
      if (Secrets.isReference(header.asText(""))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isThisMachine(String url) {
    try {
      String host = URI.create(url).getHost();
      return host != null
          && (host.equals("localhost")
              || host.equals("[::1]")
              || host.matches("127(\\.[0-9]{1,3}){3}"));
    } catch (IllegalArgumentException e) {
      return true; // it is no url, which is told by another check
    }
  }
}
