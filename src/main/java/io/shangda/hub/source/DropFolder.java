package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.RawRecord.Unreadable;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.DropListing.Entry;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A folder into which a lower system drops files. A file is taken when its source says that it is
 * whole, page by page, and moved only after its last page is committed; until then it may be taken
 * again, and the hub finds nothing new in it.
 *
 * <p>Left alone: what is still written to, {@code .tmp} and {@code .part}, hidden files and
 * folders. Links are never followed: one could lead to any file of this machine. One look at the
 * folder serves a run.
 */
public final class DropFolder {
  private final PerSource<FolderOptions> options;
  private final DropListing listing;
  private final FilePages pages = new FilePages();
  private final ConcurrentMap<SourceId, Turn> turns = new ConcurrentHashMap<>();
  private final Taking taking = new Taking();
  private final LateChanges late;
  private final Oddities oddities;

  /**
   * @param base what relative folders are below; taken files go below its {@code data}
   */
  public DropFolder(Clock clock, Path base) {
    this(clock, base, base.resolve("data"), List::of);
  }

  /**
   * @param data folder of the hub's own: below its {@code files} taken files go where a source
   *     names no folder
   * @param sources all of them: a file may be another's
   */
  public DropFolder(Clock clock, Path base, Path data, Supplier<Collection<SourceConfig>> sources) {
    this.options = new PerSource<>(source -> FolderOptions.of(source, base, data));
    this.listing = new DropListing(clock);
    this.late = new LateChanges(clock);
    this.oddities = new Oddities(sources, options);
  }

  /**
   * A page of a file.
   *
   * @param stamp by which a later change of the file is seen
   * @param nextCursor where the run goes on
   * @param end true if no other page waits behind it
   * @param settles true if the file is to be moved once this page is committed
   * @param unreadable why its content is not given; null if it is
   * @param reason why the file goes to the failed folder although records of it are taken in; null
   *     if it does not
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  public record Taken(
      String name,
      byte[] content,
      String mediaType,
      String stamp,
      String nextCursor,
      boolean end,
      boolean settles,
      boolean whole,
      @Nullable Unreadable unreadable,
      @Nullable String reason) {}

  /** The files of a run, and the one it is at. */
  private static final class Turn {
    final List<Entry> files;
    int next;

    Turn(List<Entry> files) {
      this.files = files;
    }

    boolean isAt(FileCursor cursor) {
      return next > 0 && files.get(next - 1).name().equals(cursor.file());
    }

    boolean more() {
      return next < files.size();
    }
  }

  /**
   * The next page behind {@code cursor}; null if no file is ready.
   *
   * @param cursor where this run stands; null or empty at its start
   * @throws PullFailure if the folder cannot be used
   */
  public @Nullable Taken take(SourceConfig source, @Nullable String cursor) throws PullFailure {
    FolderOptions where = options.get(source);
    taking.asks(source.id());
    requireUsable(source.id(), where);
    FileCursor at = FileCursor.of(cursor);
    Turn turn = turn(source, where, at);
    if (at.inside() != null && turn.isAt(at)) {
      Taken on = page(source, where, turn, at.inside());
      if (on != null) {
        return on;
      }
    }
    if (at.inside() != null) {
      oddities.note(source.id(), changed(at.file()));
    }
    while (turn.more()) {
      turn.next++;
      Taken taken = page(source, where, turn, null);
      if (taken != null) {
        return taken;
      }
    }
    turns.remove(source.id()); // what could not be taken is looked at anew
    return null;
  }

  /** What an operator must be told of this source's folder, once; null if nothing. */
  public @Nullable String notice(SourceConfig source) {
    return oddities.told(source.id());
  }

  /**
   * The page that was taken last did not fit into this node's memory: its file is set aside when it
   * is asked for again, and those behind it go on.
   *
   * @return what to tell the operator; null if no file was being read
   */
  public @Nullable String tookTheMemory(SourceConfig source) {
    String where = taking.tookTheMemory(source.id());
    return where == null
        ? null
        : ("the page of the file %s did not fit into this node's memory, and nothing of that page"
                + " is taken in; the next pull moves the file to the failed folder and goes on with"
                + " those behind it. Split it, or give the hub more memory, then drop it again")
            .formatted(where);
  }

  private static String changed(String name) {
    return "'%s' was changed while it was read: what was read of it stands, and it is taken again from its beginning"
        .formatted(name);
  }

  /** The files of the run; looked for anew at its start, and where another process had begun it. */
  private Turn turn(SourceConfig source, FolderOptions where, FileCursor at) throws PullFailure {
    Turn known = turns.get(source.id());
    if (known != null && !at.isStart() && known.isAt(at)) {
      return known;
    }
    try {
      late.bringBack(source.id(), where).forEach(text -> oddities.note(source.id(), text));
      DropListing.Seen seen = listing.look(where);
      oddities.note(source, where, seen.odd());
      Turn turn = new Turn(seen.ready());
      turn.next = behind(seen.ready(), where, at);
      turns.put(source.id(), turn);
      return turn;
    } catch (IOException e) {
      throw new PullFailure(
          Kind.AWAY,
          "The drop folder of source '%s' cannot be read: '%s' (%s); it is tried again"
              .formatted(source.id(), where.folder(), FolderTrouble.of(e)),
          null,
          e);
    }
  }

  /** Index behind the cursor; of all if nothing is behind it. In a file, behind that one. */
  private static int behind(List<Entry> ready, FolderOptions where, FileCursor at) {
    if (at.isStart()) {
      return 0;
    }
    FileLook then = new FileLook(FileLook.Kind.FILE, 0, at.modified(), "", "", 1);
    Entry last = new Entry(where.folder(), at.file(), then, List.of(), "");
    for (int i = 0; i < ready.size(); i++) {
      if (at.inside() != null && ready.get(i).name().equals(at.file())) {
        return ready.get(i).look().stamp().equals(at.inside().stamp()) ? i + 1 : i;
      }
    }
    for (int i = 0; i < ready.size(); i++) {
      if (where.which().order().comparator().compare(ready.get(i), last) > 0) {
        return i;
      }
    }
    return 0;
  }

  private @Nullable Taken page(
      SourceConfig source, FolderOptions where, Turn turn, FileCursor.@Nullable Position inside)
      throws PullFailure {
    Entry file = turn.files.get(turn.next - 1);
    FilePiece piece = piece(source, where, file, inside);
    if (piece == null) {
      return null;
    }
    FileCursor.Position inFile = piece.next();
    boolean settles = inFile == null;
    taking.begins(source.id(), file);
    FileCursor next = inFile == null ? FileCursor.behind(file) : FileCursor.inside(file, inFile);
    boolean end = settles && !turn.more();
    return new Taken(
        file.name(),
        piece.content(),
        FolderOptions.mediaType(source.options().path("format").asText()) + piece.type(),
        file.look().stamp(),
        end ? "" : next.text(),
        end,
        settles,
        settles && inside == null,
        piece.unreadable(),
        piece.reason());
  }

  private @Nullable FilePiece piece(
      SourceConfig source, FolderOptions where, Entry file, FileCursor.@Nullable Position inside)
      throws PullFailure {
    Unreadable odd = oddOf(file, where);
    if (odd != null) {
      return FilePiece.aside(odd);
    }
    try (OpenFile open = OpenFile.open(file.file(), file.look())) {
      if (open == null || !isAsListed(source.id(), file, open, inside)) {
        return null;
      }
      if (taking.isTooMuch(source.id(), file)) {
        return FilePiece.aside(Unreadables.tookTheMemory());
      }
      int times = taking.times(source.id(), file, inside);
      if (times > Taking.MOST) {
        return FilePiece.aside(Unreadables.fileAgain(times - 1, Taking.where(inside)));
      }
      FilePiece piece = pages.piece(source, open, inside);
      return open.isUntouched() ? piece : null;
    } catch (IOException e) {
      if (taking.times(source.id(), file, inside) > Taking.MOST) {
        return FilePiece.aside(Unreadables.ioFile());
      }
      throw new PullFailure(
          Kind.AWAY,
          "The file '%s' in the drop folder of source '%s' cannot be read (%s); it is tried again"
              .formatted(ForeignText.oneLine(file.name(), 255), source.id(), FolderTrouble.of(e)),
          null,
          e);
    }
  }

  private boolean isAsListed(
      SourceId source, Entry file, OpenFile open, FileCursor.@Nullable Position inside)
      throws IOException {
    if (inside != null) {
      return inside.stamp().equals(open.stamp());
    }
    if (file.sha256().isEmpty() || file.sha256().equals(open.sha256())) {
      return true;
    }
    oddities.note(
        source,
        "'%s' has not the SHA-256 that its manifest names; it is left alone until it has"
            .formatted(file.name()));
    return false;
  }

  private static @Nullable Unreadable oddOf(Entry file, FolderOptions where) {
    FileLook look = file.look();
    if (look.kind() == FileLook.Kind.LINK) {
      return Unreadables.link();
    }
    if (look.names() > 1) {
      return Unreadables.manyNames(look.names());
    }
    if (look.size() == 0) {
      return Unreadables.emptyFile(DropListing.EMPTY_FOR.toMinutes());
    }
    return look.size() > where.maxFile()
        ? Unreadables.tooLargeFile(look.size(), where.maxFile())
        : null;
  }

  /**
   * Moves a file whose last page is committed; does nothing if it is gone or was written anew
   * since.
   *
   * @param reason why it could not be read, for the file that is laid beside it; null: it was read
   */
  public void settle(SourceConfig source, String name, String stamp, @Nullable String reason)
      throws PullFailure {
    FolderOptions where = options.get(source);
    Entry file = taking.settled(source.id(), name);
    if (file == null) {
      return;
    }
    try {
      if (!Files.exists(file.file(), LinkOption.NOFOLLOW_LINKS)
          || !stamp.equals(FileLook.at(file.file()).stamp())) {
        return; // moved by an earlier call, or written anew
      }
      Path moved = FileMove.into(reason == null ? where.done() : where.failed(), file.file());
      if (reason != null) {
        FileMove.note(moved, reason + "\n");
      }
      for (Path sign : file.signs()) {
        if (Files.exists(sign, LinkOption.NOFOLLOW_LINKS)) {
          FileMove.into(where.done(), sign);
        }
      }
      late.moved(source.id(), moved, file, reason == null);
    } catch (IOException e) {
      throw FolderTrouble.unusable(source.id(), where, e);
    }
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
      throw FolderTrouble.unusable(source, where, e);
    }
    for (Path folder : List.of(where.folder(), where.done(), where.failed())) {
      if (!Files.isWritable(folder)) {
        throw FolderTrouble.unusable(
            source, where, new IOException("'" + folder + "' is read-only for the hub's user"));
      }
    }
  }
}
