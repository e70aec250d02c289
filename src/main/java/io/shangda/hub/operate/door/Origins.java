package io.shangda.hub.operate.door;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request was made by a page of another site. A browser says so itself, in {@code
 * Sec-Fetch-Site} (Fetch Metadata) over TLS and to localhost, and in {@code Origin} (RFC 6454)
 * where it changes something; a program sends neither.
 */
final class Origins {
  private Origins() {}

  /**
   * @param host the host and port that were asked for, as the browser saw them
   */
  static boolean isForeign(
      @Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
    if (fetchSite != null) {
      return !fetchSite.equals("same-origin") && !fetchSite.equals("none");
    }
    return origin != null && !isOf(origin, host);
  }

  /** The scheme is left out: behind a proxy with TLS the hub may not know which was used. */
  private static boolean isOf(String origin, @Nullable String host) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null
          && host != null
          && withoutDefaultPort(authority).equals(withoutDefaultPort(host));
    } catch (URISyntaxException e) {
      return false; // "null" of a sandboxed frame is a URI without authority
    }
  }

  private static String withoutDefaultPort(String authority) {
    return authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
  }
}
