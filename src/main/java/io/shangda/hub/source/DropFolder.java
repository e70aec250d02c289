package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.RawRecord.Unreadable;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder into which a lower system drops files. One file is one page. A file is taken when it
 * stands still, and moved only after its page is committed; until then it may be taken again, and
 * the hub finds nothing new in it.
 *
 * <p>Left alone: what is still written to, empty files, {@code .tmp} and {@code .part}, hidden
 * files and folders. Links are never followed: one could lead to any file of this machine.
 */
public final class DropFolder {
  private final Clock clock;
  private final PerSource<FolderOptions> options;

  /** Files dated ahead of this machine's clock: their age is counted from when they were seen. */
  private final ConcurrentMap<Path, Sighting> ahead = new ConcurrentHashMap<>();

  /**
   * @param base what relative folders are below
   */
  public DropFolder(Clock clock, Path base) {
    this.clock = clock;
    this.options = new PerSource<>(source -> FolderOptions.of(source, base));
  }

  /**
   * A file that was read.
   *
   * @param stamp by which a later change of the file is seen
   * @param more true if another file waits behind it
   * @param unreadable why its content is not given; null if it is
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  public record Taken(
      String name,
      byte[] content,
      String mediaType,
      String stamp,
      boolean more,
      @Nullable Unreadable unreadable) {}

  private record Sighting(String stamp, Instant at) {}

  /**
   * The next file after {@code last}, or, if there is none behind it, the first; null if no file is
   * ready.
   *
   * @param last name of the file that this run took before; null at its start
   * @throws PullFailure if the folder cannot be used
   */
  public @Nullable Taken take(SourceConfig source, @Nullable String last) throws PullFailure {
    FolderOptions where = options.get(source);
    requireUsable(source.id(), where);
    List<Path> ready = ready(source.id(), where);
    List<Path> behind =
        ready.stream()
            .filter(file -> last == null || FileName.of(file).compareTo(last) > 0)
            .toList();
    List<Path> turn = behind.isEmpty() ? ready : behind;
    for (int i = 0; i < turn.size(); i++) {
      Taken taken = read(source, where, turn.get(i), i + 1 < turn.size());
      if (taken != null) {
        return taken;
      }
    }
    return null;
  }

  /**
   * Moves a file whose page is committed; does nothing if it is gone or was written anew since.
   *
   * @param reason why nothing in it could be read, for the file that is laid beside it; null: it
   *     was read
   */
  public void settle(SourceConfig source, String name, String stamp, @Nullable String reason)
      throws PullFailure {
    FolderOptions where = options.get(source);
    try {
      Path file = find(where, name, stamp);
      if (file == null) {
        return; // moved by an earlier call, or written anew
      }
      Path moved = FileMove.into(reason == null ? where.done() : where.failed(), file);
      if (!stamp.equals(stamp(moved))) {
        FileMove.into(where.folder(), moved); // written anew in this very moment
      } else if (reason != null) {
        Files.writeString(
            moved.resolveSibling(FileName.with(moved, "") + ".reason.txt"), reason + "\n");
      }
    } catch (IOException e) {
      throw unusable(source.id(), where, e);
    }
  }

  /** The file of that name as it was read; null if it is not there any more. */
  private static @Nullable Path find(FolderOptions where, String name, String stamp)
      throws IOException {
    try (Stream<Path> files = Files.list(where.folder())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (FileName.of(file).equals(name)) {
          return stamp.equals(stamp(file)) ? file : null;
        }
      }
      return null;
    } catch (NoSuchFileException e) {
      return null; // moved by somebody else meanwhile
    }
  }

  private static String stamp(Path file) throws IOException {
    return FileMove.stamp(FileMove.attributes(file));
  }

  private static void requireUsable(SourceId source, FolderOptions where) throws PullFailure {
    if (!Files.isDirectory(where.folder())) {
      throw new PullFailure(
          Kind.MISFIT,
          "The drop folder of source '%s' is missing: '%s'; make it or mend 'options.folder'"
              .formatted(source, where.folder()),
          null,
          null);
    }
    try {
      Files.createDirectories(where.done());
      Files.createDirectories(where.failed());
    } catch (IOException e) {
      throw unusable(source, where, e);
    }
    if (!Files.isWritable(where.folder()) || !Files.isWritable(where.done())) {
      throw unusable(source, where, null);
    }
  }

  private static PullFailure unusable(
      SourceId source, FolderOptions where, @Nullable IOException cause) {
    return new PullFailure(
        Kind.MISFIT,
        "The hub cannot move files in the drop folder of source '%s', '%s'; it takes none from there until it may write to it"
            .formatted(source, where.folder()),
        null,
        cause);
  }

  private List<Path> ready(SourceId source, FolderOptions where) throws PullFailure {
    ahead.keySet().removeIf(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    try (Stream<Path> files = Files.list(where.folder())) {
      return files
          .filter(file -> where.names().matches(file.getFileName()) && isFinished(file, where))
          .sorted(Comparator.comparing(FileName::of))
          .toList();
    } catch (IOException e) {
      throw new PullFailure(
          Kind.AWAY,
          "The drop folder of source '%s' cannot be read: '%s'; it is tried again"
              .formatted(source, where.folder()),
          null,
          e);
    }
  }

  private boolean isFinished(Path file, FolderOptions where) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.startsWith(".") || name.endsWith(".tmp") || name.endsWith(".part")) {
      return false;
    }
    try {
      BasicFileAttributes now = FileMove.attributes(file);
      boolean kind = now.isSymbolicLink() || (now.isRegularFile() && now.size() > 0);
      return kind && stillFor(file, now).compareTo(where.settle()) >= 0;
    } catch (IOException e) {
      return false; // gone since it was listed
    }
  }

  private Duration stillFor(Path file, BasicFileAttributes now) {
    Instant changed = now.lastModifiedTime().toInstant();
    Instant here = clock.instant();
    if (!changed.isAfter(here)) {
      return Duration.between(changed, here);
    }
    String stamp = FileMove.stamp(now);
    Sighting first =
        ahead.compute(
            file,
            (path, known) ->
                known != null && known.stamp().equals(stamp) ? known : new Sighting(stamp, here));
    return Duration.between(first.at(), here);
  }

  /** Null if the file is gone or changed while it was read. */
  private static @Nullable Taken read(
      SourceConfig source, FolderOptions where, Path file, boolean more) {
    String name = FileName.of(file);
    String type = where.mediaType(source.options().path("format").asText());
    try {
      BasicFileAttributes before = FileMove.attributes(file);
      String stamp = FileMove.stamp(before);
      Unreadable unreadable = unreadable(name, before, where);
      if (unreadable != null) {
        return new Taken(name, new byte[0], type, stamp, more, unreadable);
      }
      byte[] content = Files.readAllBytes(file);
      return stamp.equals(stamp(file)) ? new Taken(name, content, type, stamp, more, null) : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      Unreadable unreadable =
          new Unreadable(
              name, "file", "文件无法读取，已移入失败目录", "The file cannot be read; it is moved aside");
      return new Taken(name, new byte[0], type, "", more, unreadable);
    }
  }

  private static @Nullable Unreadable unreadable(
      String name, BasicFileAttributes file, FolderOptions where) {
    if (file.isSymbolicLink()) {
      return new Unreadable(
          name,
          "link",
          "这是指向别处的链接，只读取目录内的文件，未读取",
          "This is a link to another place; only files in the folder itself are read");
    }
    if (file.size() > where.maxFile()) {
      return new Unreadable(
          name,
          "too-large",
          "文件有 " + file.size() + " 字节，超过上限 " + where.maxFile() + " 字节（max-file），未读取",
          "The file has "
              + file.size()
              + " bytes, more than the "
              + where.maxFile()
              + " that 'max-file' allows; it was not read");
    }
    return null;
  }
}
