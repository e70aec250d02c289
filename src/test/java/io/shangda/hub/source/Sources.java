package io.shangda.hub.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.SourceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sources for tests, their options written as an integrator writes them. */
public final class Sources {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Sources() {}

  public static SourceConfig of(String connector, String options) {
    return of(connector, options, StandardCharsets.UTF_8, 1 << 20);
  }

  public static SourceConfig of(
      String connector, String options, @Nullable Charset charset, int maxRecord) {
    try {
      return new SourceConfig(
          new SourceId("jiangshan-cases"),
          "江山办件",
          "330881",
          "113308810026310171",
          false,
          connector,
          (ObjectNode) YAML.readTree(options),
          charset,
          ZoneId.of("Asia/Shanghai"),
          new SourceConfig.Schedule(null, null),
          maxRecord,
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
