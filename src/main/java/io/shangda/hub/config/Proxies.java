package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which HTTP proxy requests go out of a closed network: that of the source or target ({@code
 * options.proxy}), else the hub's. The hub's is not used for this machine itself. A proxy is {@code
 * host:port}, never with a user or password; {@code none} goes directly.
 *
 * @param hub null: the hub has none
 */
public record Proxies(@Nullable Proxy hub) {
  /** Where there is no proxy for anybody who names none. */
  public static final Proxies NONE = new Proxies(null);

  private static final String KEY = "proxy";
  private static final String DIRECT = "none";
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,64}])[:]([0-9]{1,5})");

  /**
   * @param host a name or an address, of IPv6 without its brackets
   */
  public record Proxy(String host, int port) {
    public Proxy {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
      }
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * @param setting {@code host:port}; empty: none
   * @throws IllegalArgumentException if it is none
   */
  public static Proxies of(Optional<String> setting) {
    String text = setting.map(String::strip).orElse("");
    return text.isEmpty() || text.equals(DIRECT) ? NONE : new Proxies(parse(text));
  }

  private static Proxy parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      // what was found may be a password: it is not repeated
      throw new IllegalArgumentException(
          "the proxy is not of the form host:port, without user and password; mend shangda.proxy"
              + " or options.proxy");
    }
    String host = parts.group(1);
    return new Proxy(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(parts.group(2)));
  }

  /** The proxy for a source or target with these options; null: none. */
  public @Nullable Proxy of(JsonNode options) {
    String own = options.path(KEY).asText("").strip();
    if (own.isEmpty()) {
      return isHere(options.path("url").asText("")) ? null : hub;
    }
    return own.equals(DIRECT) ? null : parse(own);
  }

  /** The target with the proxy that it uses among its options. */
  public TargetConfig applied(TargetConfig target) {
    Proxy proxy = of(target.options());
    if (hub == null || proxy == null || target.options().has(KEY)) {
      return target;
    }
    ObjectNode options = target.options().deepCopy();
    return target.with(options.put(KEY, proxy.toString()));
  }

  private static boolean isHere(String url) {
    try {
      String host = URI.create(url).getHost();
      return host != null
          && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
    } catch (IllegalArgumentException e) {
      return false; // a part of it is a secret, or it is none: told elsewhere
    }
  }
}
