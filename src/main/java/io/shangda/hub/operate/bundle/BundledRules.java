package io.shangda.hub.operate.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.Connectors;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds to a bundle by which files of which configuration each version was made and checked. */
final class BundledRules {
  private final Database database;
  private final ConfigReader reader = new ConfigReader(List.of());
  private final Map<Long, Optional<HubConfig>> read = new HashMap<>();

  BundledRules(Database database) {
    this.database = database;
  }

  void add(ObjectNode bundle) {
    JsonNode record = bundle.path("record").path(0);
    for (JsonNode version : bundle.path("versions")) {
      ObjectNode to = (ObjectNode) version;
      Optional<HubConfig> found =
          read.computeIfAbsent(version.path("config").asLong(), this::config);
      if (found.isPresent()) {
        HubConfig config = found.get();
        String mapping = version.path("mapping").asText();
        hash(to, "mapping_hash", config.files(), "mappings/" + mapping);
        schema(config, record, mapping)
            .ifPresent(
                schema -> {
                  to.put("schema", schema);
                  hash(to, "schema_hash", config.files(), "schemas/" + schema);
                });
      }
    }
  }

  private static void hash(ObjectNode to, String name, ConfigFiles files, String path) {
    byte[] content = files.byPath().get(path);
    if (content != null) {
      to.put(name, Hash.sha256(content).text());
    }
  }

  private static Optional<String> schema(HubConfig config, JsonNode record, String mapping) {
    SourceConfig source = config.sources().get(new SourceId(record.path("source").asText()));
    if (source == null) {
      return Optional.empty();
    }
    return source.types().stream()
        .filter(type -> type.type().value().equals(record.path("type").asText()))
        .filter(type -> type.mapping().equals(mapping))
        .map(SourceConfig.SourceType::schema)
        .findFirst();
  }

  /** Empty if it is not there or cannot be read by this hub any more. */
  private Optional<HubConfig> config(long version) {
    List<byte[]> zips =
        database.read(
            c ->
                Sql.list(
                    c,
                    "select content from configuration where version = ?",
                    row -> row.getBytes("content"),
                    version));
    return !zips.isEmpty()
            && reader.read(ConfigFiles.ofZip(zips.get(0)), Connectors.ANY)
                instanceof ConfigReader.Result.Good good
        ? Optional.of(good.config())
        : Optional.empty();
  }
}
