package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;

/**
 * Where files are dropped and where they go.
 *
 * @param names which files are taken
 * @param settle how long a file must stand still
 * @param maxFile bytes
 */
record FolderOptions(
    Path folder, PathMatcher names, Duration settle, Path done, Path failed, int maxFile) {
  private static final int MAX_FILE = 50 << 20;

  static FolderOptions of(SourceConfig source, Path base) {
    OptionValues options = OptionValues.of(source);
    Path folder = base.resolve(options.required("folder"));
    return new FolderOptions(
        folder,
        FileSystems.getDefault().getPathMatcher("glob:" + options.text("pattern", "*")),
        options.duration("settle", Duration.ofSeconds(2)),
        folder.resolve(options.text("done", "done")),
        folder.resolve(options.text("failed", "failed")),
        options.size("max-file", MAX_FILE));
  }

  String mediaType(String format) {
    return switch (format) {
      case "csv" -> "text/csv";
      case "json-lines" -> "application/x-ndjson";
      default -> "text/plain";
    };
  }
}
