package io.shangda.hub.screen;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.Screening;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The words and patterns that are shipped in {@code config/screening}. */
final class ShippedScreens {
  private ShippedScreens() {}

  static Screening patterns() {
    ConfigReader.Result read =
        new ConfigReader(List.of())
            .read(
                ConfigFiles.read(Path.of("config")),
                Set.of("pull-http-json", "pull-files", "push-http"));
    if (read instanceof ConfigReader.Result.Good good) {
      return good.config().screening();
    }
    throw new IllegalStateException(read.toString());
  }

  static Screener screener() {
    return Screeners.compile(patterns());
  }
}
