package io.shangda.hub.operate.door;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the door looks at of a request.
 *
 * @param target as on the wire
 * @param host host and port asked for, after a trusted proxy
 * @param headers names in lower case
 */
record Asked(String method, String target, @Nullable String host, Map<String, String> headers) {
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /** Content type without parameters, in lower case; empty if there is none. */
  String contentType() {
    return headers
        .getOrDefault("content-type", "")
        .replaceFirst(";.*", "")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** -1 if the request does not say. */
  long contentLength() {
    String length = headers.getOrDefault("content-length", "");
    return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
  }

  boolean changes() {
    return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
  }
}
