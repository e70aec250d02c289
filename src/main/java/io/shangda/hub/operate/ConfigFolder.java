package io.shangda.hub.operate;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.RouteFiles;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folder with {@code config/} and {@code routes/}, read and checked as a whole. */
final class ConfigFolder {
  private final Path folder;
  private final ConfigReader reader;

  ConfigFolder(Path folder, ConfigReader reader) {
    this.folder = folder;
    this.reader = reader;
  }

  /** That has {@code config/} and {@code routes/}. */
  Path folder() {
    return folder;
  }

  /** What reading gave. */
  sealed interface Result {
    record Good(HubConfig config, RouteFiles routes) implements Result {}

    record Bad(List<ConfigMistake> mistakes) implements Result {}

    /** There is nothing to read; says why. */
    record Unusable(String why) implements Result {}
  }

  /** Reads and checks everything. */
  Result read() {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      return new Result.Unusable(missing.get());
    }
    try {
      return check();
    } catch (UncheckedIOException e) {
      return new Result.Unusable(e.getMessage() + " (" + e.getCause() + ")");
    }
  }

  private Result check() {
    ConfigFiles files = files();
    RouteFiles routes = RouteFiles.read(folder.resolve("routes"));
    List<ConfigMistake> mistakes = new ArrayList<>(RouteSyntax.mistakes(folder, routes));
    ConfigReader.Result result = reader.read(files, routes.connectors());
    if (result instanceof ConfigReader.Result.Bad bad) {
      mistakes.addAll(bad.mistakes());
    } else if (result instanceof ConfigReader.Result.Good good && mistakes.isEmpty()) {
      return new Result.Good(good.config(), routes);
    }
    return new Result.Bad(mistakes);
  }

  /** The files of {@code config/} as they are. */
  ConfigFiles files() {
    return ConfigFiles.read(folder.resolve("config"));
  }

  /** What is not there, in words; empty if both folders are. */
  Optional<String> missing() {
    return List.of("config", "routes").stream()
        .filter(needed -> !Files.isDirectory(folder.resolve(needed)))
        .findFirst()
        .map(
            needed ->
                "There is no folder '"
                    + needed
                    + "' in "
                    + folder.toAbsolutePath().normalize()
                    + ": run this command where config/ and routes/ are.");
  }
}
