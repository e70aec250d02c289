package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.BrokerProcess;
import io.shangda.hub.support.HubProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when the hub cannot start, or cannot start yet. */
class StartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TARGET =
      """
      id: province
      title: 省平台
      connector: push-http
      options: {url: "http://127.0.0.1:1/records"}
      types:
        disclosure: {schema-version: "1"}
      """;

  @TempDir Path folder;
  @TempDir Path broker;

  @Test
  void shouldStopWithOneLineAndExitWith3WhenItsPortIsTaken() throws Exception {
    HubProcess hub = new HubProcess(folder);
    try (ServerSocket taken = new ServerSocket(hub.port())) {
      assertThat(hub.launch().awaitEnd()).isEqualTo(3);
    }
    assertThat(hub.log().lines()).hasSize(1);
    assertThat(hub.log()).contains("Port " + hub.port() + " cannot be used", "QUARKUS_HTTP_PORT");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void shouldStopOnMistakesInTheRoutesBeforeAnythingIsStarted() throws Exception {
    HubProcess hub = new HubProcess(folder);
    Files.writeString(folder.resolve("routes/more.camel.yaml"), "- route: {id: More}\n");

    assertThat(hub.launch().awaitEnd()).isEqualTo(3);

    assertThat(hub.log())
        .contains("The routes have mistakes, nothing was started:", "routes/more.camel.yaml:1 ")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void shouldStopOnMistakesInTheConfigurationBeforeAnythingIsPulled() throws Exception {
    HubProcess hub = new HubProcess(folder);
    Files.writeString(folder.resolve("config/rules/more.yaml"), "rule: []\n");

    assertThat(hub.launch().awaitEnd()).isEqualTo(3);

    assertThat(hub.log())
        .contains("nothing was started:", "config/rules/more.yaml:1 rule: found an unknown key")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldStopOnAFirstPasswordThatIsNotGoodEnough() {
    HubProcess hub = new HubProcess(folder).with("SHANGDA_ADMIN_PASSWORD", "short");

    assertThat(hub.launch().awaitEnd()).isEqualTo(3);

    assertThat(hub.log())
        .contains("SHANGDA_ADMIN_PASSWORD is not good enough: A password has 10 to")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldWaitForDatabaseAndBrokerAndGoOnByItself() throws Exception {
    int port = HubProcess.freePort();
    BrokerProcess artemis = new BrokerProcess(broker);
    try (artemis;
        HubProcess hub =
            new HubProcess(folder)
                .with("QUARKUS_PROFILE", "external")
                .with("SHANGDA_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres")
                .with("SHANGDA_DATABASE_USER", "postgres")
                .with("SHANGDA_DATABASE_PASSWORD", "postgres")
                .with("SHANGDA_BROKER_URL", artemis.url())) {
      Files.writeString(folder.resolve("config/targets/province.yaml"), TARGET);
      hub.launch();
      awaitLog(hub, "The database does not answer");
      try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPort(port).start()) {
        awaitLog(hub, "is up with");
        awaitLog(hub, "The broker does not answer");
        artemis.start();
        hub.awaitReady();
        assertThat(hub.get("/api/v1/ledger").at("/balanced").asBoolean()).isTrue();
        assertThat(hub.log()).doesNotContain("\tat ").doesNotContain("Caused by");
        assertThat(hub.log().lines().filter(line -> line.contains(" WARN ")))
            .as(hub.log())
            .hasSizeLessThan(8);
        hub.close();
      }
    }
  }

  @Test
  void shouldSayThatTheBrokerIsAwayAndThatItIsBackWithNothingToDeliver() throws Exception {
    BrokerProcess artemis = new BrokerProcess(broker);
    try (artemis;
        HubProcess hub =
            new HubProcess(folder)
                .with("SHANGDA_BROKER_EMBEDDED", "false")
                .with("QUARKUS_ARTEMIS_URL", artemis.url())) {
      hub.launch();
      awaitLog(hub, "The broker does not answer");
      artemis.start();
      awaitLog(hub, "The broker answers again");
      assertThat(hub.log()).doesNotContain("\tat ").doesNotContain("Caused by");
    }
  }

  @Test
  void shouldSayAtTheStartWhichSecretOfWhichTargetIsMissing() throws Exception {
    try (HubProcess hub = new HubProcess(folder)) {
      Files.writeString(
          folder.resolve("config/targets/province.yaml"),
          TARGET.replace(
              "/records\"}",
              "/records\", auth: {kind: bearer, token: \"${env:SHANGDA_SECRET_PROVINCE_KEY}\"}}"));
      hub.launch();
      awaitLog(
          hub,
          "Target 'province': Secret ${env:SHANGDA_SECRET_PROVINCE_KEY}: the environment variable"
              + " SHANGDA_SECRET_PROVINCE_KEY is not set.");
    }
  }

  private static void awaitLog(HubProcess hub, String words) {
    Awaitility.await("the log says: " + words)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.log()).contains(words));
  }
}
