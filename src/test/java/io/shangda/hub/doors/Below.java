package io.shangda.hub.doors;

import io.shangda.hub.support.EvilSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lower systems that mean harm, one for each trick, each a source of the hub's. */
final class Below implements AutoCloseable {
  private static final String SOURCE =
      """
      id: %s
      title: %s
      region: "532300"
      publisher: "125323005323000129"
      connector: pull-http-json
      options:
        url: %s
        records: /data
        max-page: 12MB
        time-limit: 3s
        auth: {kind: bearer, token: "${env:SHANGDA_SECRET_BELOW}"}
        %s
      schedule: {every: 3s}
      types:
        - type: item
          key: /id
          mapping: planted.jslt
          schema: planted.schema.json
          targets: [%s]
      """;

  /**
   * One of them.
   *
   * @param trick what it does, in words
   * @param refused whether what it sends can be no page
   */
  record Evil(String id, String trick, boolean refused, EvilSource source) {}

  private final Path sources;
  private final List<Evil> all = new ArrayList<>();
  private final Map<String, EvilSource> byId = new LinkedHashMap<>();

  /**
   * @param config the hub's folder of that name
   */
  Below(Path config) {
    this.sources = config.resolve("sources");
  }

  List<Evil> all() {
    return List.copyOf(all);
  }

  /**
   * @param options more of them, in YAML
   * @param target of its records
   */
  EvilSource add(String id, EvilSource.Trick trick, String options, String target) {
    EvilSource source = new EvilSource(trick.play());
    write(id, trick.name(), source.url("/cases"), options, target);
    all.add(new Evil(id, trick.name(), trick.refused(), source));
    byId.put(id, source);
    return source;
  }

  private void write(String id, String title, String url, String options, String target) {
    String name = title.replaceAll("[^A-Za-z0-9, ]", " ");
    try {
      Files.writeString(
          sources.resolve(id + ".yaml"), SOURCE.formatted(id, name, url, options, target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    byId.values().forEach(EvilSource::close);
  }
}
