package io.shangda.hub.platform;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The settings of a folder, as far as commands read them. */
final class CommandSettings {
  private CommandSettings() {}

  static String url(Path folder) {
    return "jdbc:h2:file:"
        + folder.resolve("data/hub")
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
  }

  static Config embedded(Path folder) {
    return of(
        Map.of(
            "quarkus.datasource.embedded.jdbc.url", url(folder),
            "quarkus.datasource.embedded.username", "sa",
            "quarkus.flyway.embedded.locations", "db/migration,db/h2",
            "quarkus.flyway.embedded.placeholders.bytes", "binary large object",
            "quarkus.flyway.embedded.placeholders.text", "varchar(1000000)",
            "quarkus.flyway.embedded.placeholders.room", "/* none */"));
  }

  static Config postgresql(String url) {
    return of(
        Map.of(
            "quarkus.datasource.postgresql.active", "true",
            "quarkus.datasource.postgresql.jdbc.url", url,
            "quarkus.datasource.postgresql.username", "postgres",
            "quarkus.datasource.postgresql.password", "postgres",
            "quarkus.flyway.postgresql.locations", "db/migration,db/postgresql",
            "quarkus.flyway.postgresql.placeholders.bytes", "bytea",
            "quarkus.flyway.postgresql.placeholders.text", "text",
            "quarkus.flyway.postgresql.placeholders.room", "with (fillfactor = 85)"));
  }

  /** The same, and what a test sets besides. */
  static Config with(Config settings, Map<String, String> more) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(more, "more", 200))
        .withSources(settings.getConfigSources().iterator().next())
        .build();
  }

  private static Config of(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build();
  }
}
