package io.shangda.hub.source;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Moves a file into a folder without ever replacing another. */
final class FileMove {
  private FileMove() {}

  /**
   * Keeps the name; if it is taken, a number goes before the suffix. The name is taken by making an
   * empty file, which the system does only if there is none; a look before a move would leave a gap
   * in which another node, or another source with the same folder, puts its own there.
   */
  static Path into(Path folder, Path file) throws IOException {
    for (int number = 1; ; number++) {
      Path to =
          number == 1
              ? folder.resolve(file.getFileName())
              : folder.resolve(FileName.with(file, "-" + number));
      try {
        Files.createFile(to);
      } catch (FileAlreadyExistsException e) {
        continue; // an earlier file of that name stays
      }
      return over(to, file);
    }
  }

  private static Path over(Path taken, Path file) throws IOException {
    try {
      return Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(taken);
      throw e;
    }
  }

  static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** By which a later change of a file is seen. */
  static String stamp(BasicFileAttributes file) {
    return file.size() + "@" + file.lastModifiedTime().toInstant();
  }
}
