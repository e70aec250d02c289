package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Dropped files that were taken and moved. */
public final class TakenFiles {
  private TakenFiles() {}

  /**
   * A file that was moved after some time.
   *
   * @param file where it is
   * @param from the drop folder it was taken from
   */
  public record Moved(Path file, Path from) {}

  /**
   * What was moved since then, by the file system's time; empty for a source without a drop folder.
   *
   * @param base what relative folders are below
   * @param data the hub's own folder
   */
  public static List<Moved> since(SourceConfig source, Path base, Path data, Instant then)
      throws IOException {
    List<Moved> moved = new ArrayList<>();
    if (!source.connector().equals("pull-files") || !source.options().has("folder")) {
      return moved;
    }
    FolderOptions where = FolderOptions.of(source, base, data);
    for (Path folder : List.of(where.done(), where.failed())) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : (Iterable<Path>) files.sorted()::iterator) {
            FileLook look = FileLook.at(file);
            boolean note = FileName.of(file).matches(".*\\.reason(-[0-9]+)?\\.txt");
            if (look.kind() == FileLook.Kind.FILE && !note && look.stillSince().isAfter(then)) {
              moved.add(new Moved(file, where.folder()));
            }
          }
        }
      }
    }
    return moved;
  }
}
