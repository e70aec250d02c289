package io.shangda.hub.push;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a request went, for the evidence. It holds nothing by which somebody could speak in the hub's
 * name.
 *
 * @param to method and address, without user and without the values of a query; empty if the
 *     connector does not say
 * @param sent when its first byte may have left; null if that is not known
 * @param tookMillis from then until the answer was whole or was given up
 * @param added headers that were added at sending; see {@link #telling}
 */
public record Trip(String to, @Nullable Instant sent, long tookMillis, Map<String, String> added) {
  private static final Pattern SECRET =
      Pattern.compile(
          "auth|cookie|token|secret|passw|signature|credential|session|ticket|api-?key|appkey|app-key");

  /** Of a connector that says nothing. */
  public static final Trip UNKNOWN = new Trip("", null, 0, Map.of());

  /** Of a request's own headers and those that were added, all but what proves who sends. */
  public Map<String, String> telling(PushRequest request) {
    Map<String, String> telling = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!SECRET.matcher(name.toLowerCase(Locale.ROOT)).find()) {
                telling.put(name, value);
              }
            });
    telling.putAll(added);
    return telling;
  }
}
