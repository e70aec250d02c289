package io.shangda.hub.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which links to a next page are followed. Credentials go with every request, so a link leads
 * nowhere but to the host, scheme and port of the source. Two exceptions, both towards encryption
 * and only below the path of the source: a source behind a proxy that ends TLS writes {@code http}
 * links to itself, which are asked for where the source is; and a source with {@code http} may name
 * {@code https} at its usual port.
 *
 * @param source its own url
 */
record NextUrl(URI source) {

  /**
   * Where to ask for the next page.
   *
   * @param here the page with the link
   * @throws IllegalArgumentException with the operator's text if it is not followed
   */
  URI from(URI here, String link) {
    URI there;
    try {
      there = resolve(here, encoded(link.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the link to the next page is no url", e);
    }
    if (there.getRawUserInfo() != null || !lower(there.getHost()).equals(lower(source.getHost()))) {
      throw elsewhere("another host", there);
    }
    if (path(there)
        .startsWith("/../")) { // asked for by it, the next one would be longer by as much
      throw new IllegalArgumentException(
          "the link to the next page leads above the root of '%s'".formatted(hostAndPort(there)));
    }
    boolean encrypted = lower(there.getScheme()).equals("https");
    if (lower(there.getScheme()).equals(lower(source.getScheme()))) {
      if (port(there) != port(source)) {
        throw elsewhere("another port", there);
      }
      return there;
    }
    boolean usual = there.getPort() < 0 || there.getPort() == (encrypted ? 443 : 80);
    boolean known = usual || there.getPort() == source.getPort();
    if (!known || !isBelow(there)) {
      throw elsewhere("another place", there);
    }
    return encrypted ? there : at(source, there); // never from https to http
  }

  /** As RFC 3986 has it: Java's own takes the last segment of the path away under a bare query. */
  private static URI resolve(URI here, String link) {
    return link.startsWith("?") ? at(here, URI.create(path(here) + link)) : here.resolve(link);
  }

  private IllegalArgumentException elsewhere(String what, URI there) {
    return new IllegalArgumentException(
        "the link to the next page leads to %s, '%s://%s'; only '%s://%s' is asked"
            .formatted(
                what,
                there.getScheme(),
                there.getHost() == null ? there.getRawAuthority() : hostAndPort(there),
                source.getScheme(),
                source.getRawAuthority()));
  }

  private static String hostAndPort(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private boolean isBelow(URI there) {
    String path = path(source);
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    return path(there.normalize()).startsWith(folder);
  }

  private static URI at(URI origin, URI there) {
    String query = there.getRawQuery();
    return URI.create(
        origin.getScheme()
            + "://"
            + origin.getRawAuthority()
            + path(there)
            + (query == null ? "" : "?" + query));
  }

  private static String path(URI uri) {
    String path = uri.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return lower(uri.getScheme()).equals("https") ? 443 : 80;
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  /**
   * What systems write into links as it is, and no url may hold: blanks, |, braces, 中文, a lone %.
   */
  private static String encoded(String link) {
    StringBuilder url = new StringBuilder(link.length());
    for (int i = 0; i < link.length(); ) {
      int point = link.codePointAt(i);
      int length = Character.charCount(point);
      if (point == '%' && !isEscape(link, i) || !isAllowed(point)) {
        for (byte one : link.substring(i, i + length).getBytes(StandardCharsets.UTF_8)) {
          url.append('%').append("%02X".formatted(one & 0xff));
        }
      } else {
        url.appendCodePoint(point);
      }
      i += length;
    }
    return url.toString();
  }

  private static boolean isEscape(String link, int at) {
    return at + 2 < link.length()
        && Character.digit(link.charAt(at + 1), 16) >= 0
        && Character.digit(link.charAt(at + 2), 16) >= 0;
  }

  private static boolean isAllowed(int point) {
    return point > ' ' && point < 0x7f && "\"<>\\^`{|}".indexOf(point) < 0;
  }
}
