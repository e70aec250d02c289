package io.shangda.hub.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One look at a drop folder: which of its files can be taken now, and what is odd in it. */
final class DropListing {
  /** A file of no bytes may be one that somebody is about to write; after so long it is told. */
  static final Duration EMPTY_FOR = Duration.ofMinutes(10);

  /**
   * A file that can be taken, or told of.
   *
   * @param signs files that only say that this one is whole; they go where it goes
   * @param sha256 that it must have, in small hexadecimal digits; empty if nobody says
   */
  record Entry(Path file, String name, FileLook look, List<Path> signs, String sha256) {
    Instant modified() {
      return look.modified();
    }
  }

  private record Sighting(String stamp, Instant at) {}

  /** Files dated ahead of this machine's clock: their age is counted from when they were seen. */
  private final ConcurrentMap<Path, Sighting> ahead = new ConcurrentHashMap<>();

  private final Clock clock;

  DropListing(Clock clock) {
    this.clock = clock;
  }

  /**
   * What was seen.
   *
   * @param ready in the order in which they are to be taken
   * @param odd names of what matches no pattern, or is no file
   */
  record Seen(List<Entry> ready, List<String> odd) {}

  Seen look(FolderOptions where) throws IOException {
    ahead.keySet().removeIf(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    Map<String, Path> all = new HashMap<>();
    try (Stream<Path> files = Files.list(where.folder())) {
      files.forEach(file -> all.put(FileName.of(file), file));
    }
    FolderOptions.Choice which = where.which();
    WholeFiles whole = WholeFiles.of(which.whole(), all);
    List<Entry> ready = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    for (Map.Entry<String, Path> one : all.entrySet()) {
      String name = one.getKey();
      if (name.startsWith(FileMove.MOVING)) {
        odd.add(name); // the hub stopped in the middle of a move to another disk
      }
      if (which.isUnfinished(name) || which.whole().isSign(name)) {
        continue;
      }
      FileLook look = look(one.getValue());
      if (look == null) {
        continue;
      }
      if (!which.names().fits(name) || !isFile(look)) {
        boolean folder = look.kind() == FileLook.Kind.FOLDER && name.indexOf('.') < 0;
        if (!folder) {
          odd.add(name);
        }
      } else if (isReady(one.getValue(), look, which)) {
        Entry entry = whole.entry(one.getValue(), name, look);
        if (entry != null) {
          ready.add(entry);
        }
      }
    }
    ready.sort(which.order().comparator());
    return new Seen(ready, odd);
  }

  private static boolean isFile(FileLook look) {
    return look.kind() == FileLook.Kind.FILE || look.kind() == FileLook.Kind.LINK;
  }

  private static @Nullable FileLook look(Path file) {
    try {
      return FileLook.at(file);
    } catch (IOException e) {
      return null; // gone since it was listed
    }
  }

  private boolean isReady(Path file, FileLook look, FolderOptions.Choice which) {
    boolean empty = look.kind() == FileLook.Kind.FILE && look.size() == 0;
    return stillFor(file, look).compareTo(empty ? EMPTY_FOR : which.settle()) >= 0;
  }

  private Duration stillFor(Path file, FileLook now) {
    Instant here = clock.instant();
    if (!now.stillSince().isAfter(here)) {
      return Duration.between(now.stillSince(), here);
    }
    Sighting first =
        ahead.compute(
            file,
            (path, known) ->
                known != null && known.stamp().equals(now.stamp())
                    ? known
                    : new Sighting(now.stamp(), here));
    return Duration.between(first.at(), here);
  }
}
