package io.shangda.hub.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves a file into a folder without ever replacing another. */
final class FileMove {
  /** What the name of a file begins with while it is moved to another disk. */
  static final String MOVING = ".shangda-moving-";

  private FileMove() {}

  /**
   * Keeps the name; if it is taken, a number goes before the suffix. The name is taken by making an
   * empty file, which the system does only if there is none; a look before a move would leave a gap
   * in which another node, or another source with the same folder, puts its own there.
   */
  static Path into(Path folder, Path file) throws IOException {
    Path to = free(folder, file);
    try {
      return Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return across(file, to);
    } catch (IOException e) {
      Files.deleteIfExists(to);
      throw e;
    }
  }

  /** A new text file beside a moved one; never over another. */
  static void note(Path moved, String text) throws IOException {
    Path note = moved.resolveSibling(FileName.with(moved, "", ".reason.txt"));
    for (int number = 2; ; number++) {
      try {
        Files.writeString(note, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return;
      } catch (FileAlreadyExistsException e) {
        note = moved.resolveSibling(FileName.with(moved, "", ".reason-" + number + ".txt"));
      }
    }
  }

  private static Path free(Path folder, Path file) throws IOException {
    for (int number = 1; ; number++) {
      Path to = named(folder, file, number);
      try {
        return Files.createFile(to);
      } catch (FileAlreadyExistsException e) {
        continue; // an earlier file of that name stays
      }
    }
  }

  private static Path named(Path folder, Path file, int number) {
    if (number == 1) {
      return folder.resolve(file.getFileName());
    }
    return folder.resolve(FileName.with(file, "-" + number));
  }

  /**
   * To another file system: copied, and gone from the disk's cache to the disk, before the first is
   * deleted. What is deleted is what was copied, by a name that nobody else writes to.
   */
  private static Path across(Path file, Path to) throws IOException {
    Path own = file.resolveSibling(MOVING + Long.toHexString(System.nanoTime()));
    Files.move(file, own, StandardCopyOption.ATOMIC_MOVE);
    try {
      FileLook look = FileLook.at(own);
      if (look.kind() == FileLook.Kind.LINK) {
        Files.delete(to);
        Files.copy(own, to, LinkOption.NOFOLLOW_LINKS);
      } else {
        copy(own, look, to);
      }
      Files.delete(own);
      return to;
    } catch (IOException e) {
      Files.deleteIfExists(to);
      back(own, file);
      throw e;
    }
  }

  private static void copy(Path own, FileLook look, Path to) throws IOException {
    @Nullable OpenFile from = OpenFile.open(own, look);
    if (from == null) {
      throw new IOException("it was changed while it was moved");
    }
    try (from;
        FileChannel copy = FileChannel.open(to, Set.of(StandardOpenOption.WRITE))) {
      from.from(0).transferTo(java.nio.channels.Channels.newOutputStream(copy));
      copy.force(true);
      if (copy.position() != look.size() || !from.isUntouched()) {
        throw new IOException("it was changed while it was copied");
      }
    }
    Files.setLastModifiedTime(to, java.nio.file.attribute.FileTime.from(look.modified()));
  }

  private static void back(Path own, Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(own, file, StandardCopyOption.ATOMIC_MOVE);
    } else {
      into(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder"), own);
    }
  }
}
