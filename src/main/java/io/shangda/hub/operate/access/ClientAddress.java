package io.shangda.hub.operate.access;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, for the throttle and the audit log. Of a proxy that is trusted
 * ({@code shangda.trusted-proxies}) its word is taken, in {@code X-Forwarded-For} from the right:
 * what stands further left, the sender may have written himself.
 */
@ApplicationScoped
public class ClientAddress {
  private final List<AddressRange> trusted;

  ClientAddress(@ConfigProperty(name = "shangda.trusted-proxies") Optional<List<String>> trusted) {
    this.trusted = trusted.orElse(List.of()).stream().map(AddressRange::of).toList();
  }

  /** An IPv6 address as its network of 64 bits: its owner has all of them. */
  public String of(@Nullable RoutingContext exchange) {
    SocketAddress peer = exchange == null ? null : exchange.request().connection().remoteAddress();
    if (exchange == null || peer == null || peer.hostAddress() == null) {
      return "local";
    }
    return of(peer.hostAddress(), exchange.request().headers().getAll("X-Forwarded-For"));
  }

  String of(String peer, List<String> forwarded) {
    List<String> hops = new ArrayList<>();
    forwarded.forEach(line -> hops.addAll(Arrays.asList(line.split(",", -1))));
    String client = peer;
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      String hop = withoutPort(hops.get(i).strip());
      if (AddressRange.bytes(hop).isEmpty()) {
        break;
      }
      client = hop;
    }
    return network(client);
  }

  private boolean isTrusted(String address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      return hop.replaceFirst("^\\[([^]]*)](:[0-9]+)?$", "$1");
    }
    return hop.replaceFirst("^([0-9.]+):[0-9]+$", "$1");
  }

  private static String network(String address) {
    byte[] bytes = AddressRange.bytes(address).orElse(new byte[0]);
    if (bytes.length != 16) {
      return address;
    }
    Arrays.fill(bytes, 8, 16, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
