package io.shangda.hub.source;

import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.DropListing.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;

/**
 * Files that were taken for whole because they stood still, and are written to after they were
 * moved: who writes has the file open and does not see that it moved. They come back as a new
 * state.
 */
final class LateChanges {
  /** A writer that paused for longer is not found. */
  private static final Duration WATCHED = Duration.ofHours(1);

  private static final int MOST = 1000;

  private record Moved(Path file, Path from, String name, FileLook look, Instant at) {}

  private final Clock clock;
  private final ConcurrentMap<SourceId, ConcurrentLinkedDeque<Moved>> moved =
      new ConcurrentHashMap<>();

  LateChanges(Clock clock) {
    this.clock = clock;
  }

  void moved(SourceId source, Path to, Entry file, boolean read) throws IOException {
    if (!read) {
      return;
    }
    ConcurrentLinkedDeque<Moved> of =
        moved.computeIfAbsent(source, id -> new ConcurrentLinkedDeque<>());
    of.addLast(new Moved(to, file.file(), file.name(), file.look(), clock.instant()));
    if (of.size() > MOST) {
      of.removeFirst();
    }
  }

  /** Moves them to where they were dropped; gives what is to be said of each. */
  List<String> bringBack(SourceId source, FolderOptions where) throws IOException {
    List<String> said = new ArrayList<>();
    ConcurrentLinkedDeque<Moved> of = moved.get(source);
    if (of == null) {
      return said;
    }
    Instant before = clock.instant().minus(WATCHED);
    for (Iterator<Moved> all = of.iterator(); all.hasNext(); ) {
      Moved one = all.next();
      if (one.at().isBefore(before) || isGone(one)) {
        all.remove();
      } else if (hasChanged(one)) {
        all.remove();
        FileMove.into(where.folder(), one.file());
        said.add(
            "'%s' was written to after it had been taken for whole; it is taken again as a new state (let its source say when a file is whole: 'options.whole')"
                .formatted(one.name()));
      }
    }
    return said;
  }

  private static boolean isGone(Moved one) {
    return !java.nio.file.Files.isRegularFile(one.file(), java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean hasChanged(Moved one) throws IOException {
    FileLook now = FileLook.at(one.file());
    return now.size() != one.look().size() || !now.modified().equals(one.look().modified());
  }
}
