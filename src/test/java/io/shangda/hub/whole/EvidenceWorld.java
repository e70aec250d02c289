package io.shangda.hub.whole;

import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.PostgresProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A hub that has sealed what it did with a few records, in its working directory and database. */
final class EvidenceWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> TABLES =
      List.of("audit_event", "audit_leaf", "audit_seal", "audit_seal_leaf", "audit_chain");
  private static final String SOURCE =
      """
      extends: disclosure-folder
      id: offices
      title: 各办公室
      sandbox: false
      options: {folder: drop, pattern: "*.jsonl", format: json-lines, settle: 0s}
      schedule: {every: 1s}
      types:
        - type: disclosure
          key: /id
          mapping: disclosure/gkmlpt.jslt
          schema: disclosure.schema.json
          targets: [province]
      """;
  private static final String TARGET =
      """
      id: province
      title: 省平台
      connector: push-http
      options: {url: "http://127.0.0.1:1/records"}
      types:
        disclosure: {schema-version: "1"}
      """;

  final HubProcess hub;
  private final Dialect dialect;
  private final @Nullable PostgresProcess postgres;

  EvidenceWorld(Dialect dialect, Path folder) throws IOException {
    this.dialect = dialect;
    this.hub = new HubProcess(folder.resolve("hub"));
    hub.with("SHANGDA_URL", "http://127.0.0.1:" + hub.port())
        .with("SHANGDA_PASSWORD", HubProcess.PASSWORD);
    if (dialect == Dialect.POSTGRESQL) {
      postgres = new PostgresProcess(folder.resolve("postgres")).start();
      hub.with("QUARKUS_PROFILE", "external")
          .with("SHANGDA_DATABASE_URL", postgres.url())
          .with("SHANGDA_DATABASE_USER", "postgres")
          .with("SHANGDA_BROKER_URL", "tcp://127.0.0.1:1");
    } else {
      postgres = null;
    }
    Files.writeString(hub.folder().resolve("config/sources/offices.yaml"), SOURCE);
    Files.writeString(hub.folder().resolve("config/targets/province.yaml"), TARGET);
    Files.createDirectories(hub.folder().resolve("drop"));
  }

  /** Starts it and waits until three records are taken in and sealed, each in a seal of its own. */
  void sealThreeTimes() throws IOException {
    hub.launch().awaitLog("is up with");
    for (int i = 1; i <= 3; i++) {
      Path arriving = hub.folder().resolve("arriving");
      Files.writeString(
          arriving,
          "{\"id\": \"D-%d\"}\n{\"id\": \"E-%d\"}\n{\"id\": \"F-%d\"}\n".formatted(i, i, i));
      Files.move(arriving, hub.folder().resolve("drop/part-" + i + ".jsonl"));
      String last = "F-" + i;
      Awaitility.await("record " + last + " is sealed")
          .atMost(PATIENCE)
          .until(
              () -> {
                var found = hub.get("/api/v1/records?q=" + last).at("/items/0/id");
                return !found.isMissingNode() && sealed(found.asLong());
              });
    }
  }

  private boolean sealed(long record) {
    var event = hub.get("/api/v1/audit/events?record=" + record).at("/items/0");
    long newest = hub.get("/api/v1/audit/seals?limit=1000").at("/newest/seal").asLong();
    return !event.isMissingNode() && newest > 0 && hub.metric("hub_seal_lag_seconds", "") == 0;
  }

  /** Keeps what is there, so that it can be put back after each damage. */
  void keep() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        if (dialect == Dialect.POSTGRESQL) {
          statement.execute("alter table " + table + " disable trigger user");
        } else {
          statement.execute("drop trigger if exists " + table + "_stays");
        }
        statement.execute("create table kept_" + table + " as select * from " + table);
      }
    }
  }

  void putBack() throws SQLException {
    for (String table : TABLES) {
      change("delete from " + table, "insert into " + table + " select * from kept_" + table);
    }
  }

  /** Changes rows as the owner of the database can, while no hub runs on it. */
  void change(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  long number(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Connection connect() throws SQLException {
    return postgres != null
        ? DriverManager.getConnection(postgres.url())
        : DriverManager.getConnection(
            "jdbc:h2:file:"
                + hub.folder().resolve("data/hub").toAbsolutePath()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
            "sa",
            "");
  }

  @Override
  public void close() throws IOException {
    hub.close();
    if (postgres != null) {
      postgres.close();
    }
  }
}
