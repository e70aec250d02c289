package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.Proxies;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.HttpAsk;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Sources;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.SmallProxy;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a network without a name service and a way out, requests go by a proxy. */
class ClosedNetworkTest {
  private static final String URL = "url: 'http://town.invalid/records', paging: {style: none}";

  private LowerSystem below;
  private SmallProxy proxy;

  @BeforeEach
  void start() throws Exception {
    below =
        new LowerSystem(
            exchange ->
                LowerSystem.json(
                    exchange, 200, "{\"data\":[{\"id\":1},{\"id\":2}],\"records\":[]}"));
    proxy = new SmallProxy(URI.create(below.url("/")).getPort());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    below.close();
  }

  @Test
  void shouldPullByTheProxyOfTheSource() throws Exception {
    try (PullRoutes routes = routes(Proxies.NONE)) {
      assertThat(records(routes, source(", proxy: '" + proxy.address() + "'"))).isEqualTo(2);
    }
    assertThat(proxy.asked())
        .singleElement()
        .asString()
        .startsWith("GET http://town.invalid/records HTTP/1.1")
        .doesNotContainIgnoringCase("shangda-");
  }

  @Test
  void shouldPullByTheProxyOfTheHubWhereTheSourceNamesNone() throws Exception {
    try (PullRoutes routes = routes(Proxies.of(Optional.of(proxy.address())))) {
      assertThat(records(routes, source(""))).isEqualTo(2);
    }
    assertThat(proxy.asked()).hasSize(1);
  }

  @Test
  void shouldPullDirectlyWhereTheSourceWantsNoProxyAndFromThisMachine() throws Exception {
    try (PullRoutes routes = routes(Proxies.of(Optional.of(proxy.address())))) {
      assertThat(
              catchThrowableOfType(
                  PullFailure.class, () -> routes.page(source(", proxy: none"), null)))
          .hasMessageContaining("host name is not known");
      assertThat(records(routes, below.source("/records", "paging: {style: none}"))).isEqualTo(2);
    }
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void shouldAskTheProxyForATunnelToAnEncryptedSourceAndNameItWhereItGivesNone() throws Exception {
    SourceConfig source =
        Sources.of(
            "pull-http-json",
            "{url: 'https://town.invalid/records', records: /data, paging: {style: none}, proxy: '"
                + proxy.address()
                + "'}");
    PullFailure failure;
    try (PullRoutes routes = routes(Proxies.NONE)) {
      failure = catchThrowableOfType(PullFailure.class, () -> routes.page(source, null));
    }

    assertThat(proxy.asked())
        .isNotEmpty()
        .allMatch(head -> head.startsWith("CONNECT town.invalid:443 "));
    assertThat(failure).isNotNull();
  }

  @Test
  void shouldNameTheProxyThatIsNotThere() throws Exception {
    String gone = proxy.address();
    proxy.close();
    try (PullRoutes routes = routes(Proxies.NONE)) {
      assertThat(
              catchThrowableOfType(
                  PullFailure.class, () -> routes.page(source(", proxy: '" + gone + "'"), null)))
          .hasMessageContaining("by the proxy " + gone);
    }
  }

  @Test
  void shouldAskATargetByItsProxyOrTheHubs() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpAsk ask = new HttpAsk(vertx, text -> text, Clock.systemUTC());
      TargetConfig plain = CoreWorld.target(CoreWorld.PROVINCE, 10, 1);
      ObjectNode options = plain.options().deepCopy();
      options.put("url", "http://platform.invalid/records");
      TargetConfig own = plain.with(options.deepCopy().put("proxy", proxy.address()));
      TargetConfig hubs = Proxies.of(Optional.of(proxy.address())).applied(plain.with(options));

      assertThat(ask.get(own, "http://platform.invalid/held", Map.of()).has("records")).isTrue();
      assertThat(ask.get(hubs, "http://platform.invalid/held", Map.of()).has("records")).isTrue();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    assertThat(proxy.asked())
        .hasSize(2)
        .allMatch(head -> head.startsWith("GET http://platform.invalid/held HTTP/1.1"));
  }

  private static int records(PullRoutes routes, SourceConfig source) throws PullFailure {
    return Objects.requireNonNull(routes.page(source, null)).records().size();
  }

  private static SourceConfig source(String more) {
    return Sources.of("pull-http-json", "{" + URL + ", records: /data" + more + "}");
  }

  private static PullRoutes routes(Proxies proxies) throws Exception {
    return new PullRoutes(Clock.systemUTC(), text -> text, Path.of("target"), proxies);
  }
}
