package io.shangda.hub.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses, beyond what a pattern can say of them. */
final class Urls {
  private static final int LAST_PORT = 65_535;

  private Urls() {}

  static void check(Reading reading, String key) {
    String url = reading.textOrNull(key);
    if (url == null || !url.startsWith("http")) {
      return; // a connector that is not ours may give the key another meaning
    }
    try {
      if (new URI(url).getPort() > LAST_PORT) {
        reading.mistake(key, Mistakes.quoted(url), "a port of 1 to " + LAST_PORT);
      } else if (new URI(url).getHost() == null) {
        reading.mistake(key, Mistakes.quoted(url), "a url with a host: https://<host>/…");
      }
    } catch (URISyntaxException e) {
      reading.mistake(
          key,
          Mistakes.quoted(url),
          "a url (" + e.getReason() + " at character " + e.getIndex() + ")");
    }
  }
}
