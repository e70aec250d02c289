package io.shangda.hub.platform;

import io.shangda.hub.operate.Remark;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Who can reach the hub's port, and what he could read on the way.
 *
 * @param host what is listened on
 * @param tls whether the hub itself speaks TLS and nothing else
 * @param proxied whether a proxy is named that is trusted, which then speaks TLS
 */
record Exposure(String host, boolean tls, boolean proxied) {
  private static final String ANY = "0.0.0.0/32";

  static Exposure of(Config settings) {
    boolean keys =
        text(settings, "quarkus.http.ssl.certificate.files").isPresent()
            || text(settings, "quarkus.http.ssl.certificate.key-store-file").isPresent()
            || text(settings, "quarkus.http.tls-configuration-name").isPresent();
    boolean plain =
        text(settings, "quarkus.http.insecure-requests").orElse("enabled").equals("enabled");
    boolean proxied =
        text(settings, "quarkus.http.proxy.trusted-proxies")
            .filter(p -> !p.equals(ANY))
            .isPresent();
    return new Exposure(
        text(settings, "quarkus.http.host").orElse("0.0.0.0"), keys && !plain, proxied);
  }

  /** What an operator must know; empty if nobody else can listen. */
  Optional<Remark> remark() {
    if (tls
        || proxied
        || host.equals("localhost")
        || host.equals("::1")
        || host.startsWith("127.")) {
      return Optional.empty();
    }
    return Optional.of(
        new Remark(
            "The hub listens on "
                + host
                + " without TLS: passwords and sessions can be read on the way. Put a proxy with"
                + " TLS before it and name it (SHANGDA_TRUSTED_PROXIES), or give the hub a"
                + " certificate (QUARKUS_HTTP_SSL_CERTIFICATE_FILES, _KEY_FILES,"
                + " QUARKUS_HTTP_INSECURE_REQUESTS=disabled).",
            "本系统在 "
                + host
                + " 上监听且未启用 TLS：口令和会话可在途中被窃读。请在其前面放置启用 TLS 的代理并写明其地址"
                + "（SHANGDA_TRUSTED_PROXIES），或为本系统配置证书（QUARKUS_HTTP_SSL_CERTIFICATE_FILES、_KEY_FILES、"
                + "QUARKUS_HTTP_INSECURE_REQUESTS=disabled）。"));
  }

  private static Optional<String> text(Config settings, String name) {
    return settings.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
  }
}
