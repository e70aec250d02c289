package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Where files are dropped and where they go.
 *
 * @param done where taken files go; never where those who drop files may write
 * @param failed where files go that could not be read at all
 * @param which of the files are taken, and when
 * @param maxFile bytes
 */
record FolderOptions(Path folder, Path done, Path failed, Choice which, long maxFile) {
  private static final long MAX_FILE = 4L << 30;

  /**
   * Which files are taken.
   *
   * @param unfinished ends of names that a file has while it is written
   * @param settle how long a file must stand still, however it says that it is whole
   */
  record Choice(
      NamePattern names,
      List<String> unfinished,
      FileOrder order,
      WholeSign whole,
      Duration settle) {

    boolean isUnfinished(String name) {
      String small = name.toLowerCase(Locale.ROOT);
      return small.startsWith(".") || unfinished.stream().anyMatch(small::endsWith);
    }

    /** True for a file that is, or will be, taken or needed to know what to take. */
    boolean isKnown(String name) {
      return isUnfinished(name) || whole.isSign(name) || names.fits(name);
    }
  }

  FolderOptions {
    for (Path out : List.of(done, failed)) {
      if (real(out).startsWith(real(folder))) {
        throw new IllegalArgumentException(
            "'%s' lies in the drop folder '%s': who drops files there could put a link in its place; name a folder outside for 'options.done' and 'options.failed'"
                .formatted(out, folder));
      }
    }
  }

  /**
   * @param base what relative folders are below
   * @param own below which taken files go where the source names no folder
   */
  static FolderOptions of(SourceConfig source, Path base, Path own) {
    OptionValues options = OptionValues.of(source);
    Path files = own.resolve("files").resolve(source.id().value());
    WholeSign whole = WholeSign.of(options);
    return new FolderOptions(
        base.resolve(options.required("folder")),
        out(options, "done", base, files),
        out(options, "failed", base, files),
        new Choice(
            NamePattern.of(options.text("pattern", "*")),
            unfinished(options),
            order(options),
            whole,
            options.duration("settle", settle(whole))),
        options.bytes("max-file", MAX_FILE));
  }

  private static Path out(OptionValues options, String key, Path base, Path files) {
    String named = options.text(key);
    return named == null ? files.resolve(key) : base.resolve(named);
  }

  private static List<String> unfinished(OptionValues options) {
    List<String> ends = options.list("unfinished");
    return ends.isEmpty()
        ? List.of(".tmp", ".part", ".filepart")
        : ends.stream().map(end -> end.toLowerCase(Locale.ROOT)).toList();
  }

  private static FileOrder order(OptionValues options) {
    String order = options.text("order", "natural");
    try {
      return FileOrder.valueOf(order.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'options.order' is '" + order + "'; expected natural, name or time", e);
    }
  }

  private static Duration settle(WholeSign whole) {
    return whole instanceof WholeSign.Still ? Duration.ofSeconds(2) : Duration.ZERO;
  }

  private static Path real(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  static String mediaType(String format) {
    return switch (format) {
      case "csv" -> "text/csv";
      case "json" -> "application/json";
      case "json-lines" -> "application/x-ndjson";
      default -> "text/plain";
    };
  }
}
