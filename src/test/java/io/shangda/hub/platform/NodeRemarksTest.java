package io.shangda.hub.platform;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.hub;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.HubConfig;
import io.shangda.hub.operate.Remark;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.Databases;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of a node's settings besides the configuration. */
class NodeRemarksTest {
  private static final HubConfig CONFIG =
      hub(target(PROVINCE, 10, 1, options -> options.concurrency(30)));

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path folder;

  @Test
  void shouldSayNothingWhereEverythingIsLeftAsItIs() {
    assertThat(remarks(Map.of("quarkus.http.host", "127.0.0.1"))).isEmpty();
  }

  @Test
  void shouldSayThatTheConfigurationNeedsMoreConnectionsThanTheSettingsAllow() {
    assertThat(
            remarks(Map.of("quarkus.http.host", "127.0.0.1", "shangda.database.connections", "20")))
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.en()).contains("allows 20", "raise it to ", "Nothing is lost");
              assertThat(remark.zh()).contains("只允许 20", "数据不会丢失");
            });
  }

  @Test
  void shouldSayThatTheNodeNeedsMoreConnectionsThanTheServerHas() {
    String url = Databases.fresh(Dialect.POSTGRESQL).read(c -> c.getMetaData().getURL());

    List<Remark> remarks =
        new NodeRemarks(
                CommandSettings.with(
                    CommandSettings.postgresql(url),
                    Map.of("quarkus.http.host", "::1", "shangda.database.connections", "500")))
            .of(CONFIG);

    assertThat(remarks)
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.en()).contains("may take 500", "max_connections");
              assertThat(remark.zh()).contains("最多使用 500");
            });
  }

  @Test
  void shouldSayThatOthersCanListenWithoutTls() {
    assertThat(remarks(Map.of("quarkus.http.host", "0.0.0.0")))
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.en()).contains("0.0.0.0 without TLS", "SHANGDA_TRUSTED_PROXIES");
              assertThat(remark.zh()).contains("0.0.0.0", "未启用 TLS");
            });
  }

  @Test
  void shouldSayThatTheProxyIsNoneWithoutRepeatingAPassword() {
    assertThat(
            remarks(
                Map.of("quarkus.http.host", "127.0.0.1", "shangda.proxy", "hub:s3cret@proxy:3128")))
        .singleElement()
        .satisfies(
            remark ->
                assertThat(remark.en() + remark.zh())
                    .contains("shangda.proxy is not of the form host:port", "无法启动")
                    .doesNotContain("s3cret"));
  }

  private List<Remark> remarks(Map<String, String> settings) {
    return new NodeRemarks(CommandSettings.with(CommandSettings.embedded(folder), settings))
        .of(CONFIG);
  }
}
