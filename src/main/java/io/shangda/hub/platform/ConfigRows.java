package io.shangda.hub.platform;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.Connectors;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.RouteFiles;
import io.shangda.hub.operate.configure.Configurations;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration as a row of the database: every node runs the newest row, and a page or batch
 * can ask for the one it began with.
 */
public final class ConfigRows implements CurrentConfig {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigRows.class);

  /** Kept at hand; an older one is read from its row again. */
  private static final int MOST_EARLIER = 8;

  private record Running(long version, HubConfig config) {}

  private final Database database;
  private final ConfigReader reader;
  private final boolean sandbox;
  private final Map<Long, HubConfig> earlier =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, HubConfig> eldest) {
          return size() > MOST_EARLIER;
        }
      };
  private volatile Running running;

  ConfigRows(Database database, ConfigReader reader, boolean sandbox) {
    this.database = database;
    this.reader = reader;
    this.sandbox = sandbox;
    this.running = new Running(0, HubConfig.EMPTY);
  }

  /** Makes a folder the newest row, unless it is that already. */
  void apply(Path folder, Path routes, Configurations configurations, Actor by) {
    ConfigFiles files = ConfigFiles.read(real(folder));
    read(files, RouteFiles.read(routes).connectors());
    configurations.apply(files, by);
  }

  /** The folder itself, where the one that is named is a link to it. */
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new ConfigRefusedException(
          "\n  there is no folder '"
              + folder
              + "' below the working directory "
              + Path.of("").toAbsolutePath());
    }
  }

  /** Takes over the newest row; gives true if it is another one than before. */
  public synchronized boolean refresh() {
    Long newest =
        database.read(
            c -> {
              Long max =
                  Sql.first(
                      c,
                      "select coalesce(max(version), 0) from configuration",
                      row -> row.getLong(1));
              return max == null ? 0L : max;
            });
    if (newest == running.version()) {
      return false;
    }
    HubConfig config =
        load(newest, RouteFiles.read(Path.of("routes")).connectors()).forSandbox(sandbox);
    running = new Running(newest, config);
    LOG.info(
        "Configuration {} runs: {} sources, {} targets",
        newest,
        config.sources().size(),
        config.targets().size());
    return true;
  }

  @Override
  public long version() {
    return running.version();
  }

  @Override
  public HubConfig get() {
    return running.config();
  }

  @Override
  public HubConfig at(long version) {
    Running now = running;
    if (version == now.version()) {
      return now.config();
    }
    synchronized (earlier) {
      return earlier.computeIfAbsent(version, v -> load(v, Connectors.ANY));
    }
  }

  private HubConfig load(long version, Set<String> connectors) {
    byte[] zip =
        database.read(
            c -> {
              byte[] content =
                  Sql.first(
                      c,
                      "select content from configuration where version = ?",
                      row -> row.getBytes(1),
                      version);
              if (content == null) {
                throw new IllegalStateException("The database has no configuration " + version);
              }
              return content;
            });
    return read(ConfigFiles.ofZip(zip), connectors);
  }

  private HubConfig read(ConfigFiles files, Set<String> connectors) {
    ConfigReader.Result result = reader.read(files, connectors);
    if (result instanceof ConfigReader.Result.Good good) {
      return good.config();
    }
    List<ConfigMistake> mistakes = ((ConfigReader.Result.Bad) result).mistakes();
    throw new ConfigRefusedException(
        mistakes.stream()
            .map(ConfigMistake::toString)
            .collect(Collectors.joining("\n  ", "\n  ", "")));
  }
}
