package io.shangda.hub.operate.access;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A folder that only its owner may look into, with everything in it: the database, the journal, the
 * keys. Modes 0700 and 0600; where the file system knows no such thing, nothing is done.
 */
public record PrivateFolder(Path path) {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /**
   * Makes it, with those above it, if it is not there.
   *
   * @throws IOException if it cannot be made
   */
  public void make() throws IOException {
    Path whole = path.toAbsolutePath().normalize();
    if (Files.isDirectory(whole)) {
      return;
    }
    Path above = whole.getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    if (isPosix()) {
      Files.createDirectory(whole, PosixFilePermissions.asFileAttribute(OWNER));
    } else {
      Files.createDirectory(whole);
    }
  }

  /**
   * Takes from others what they could do with it. Links are left alone: what they lead to is not
   * this folder's.
   *
   * @return how many files and folders were open to others
   * @throws IOException if one of them is somebody else's, or cannot be read
   */
  public int close() throws IOException {
    if (!isPosix() || !Files.isDirectory(path)) {
      return 0;
    }
    Closing closing = new Closing();
    Files.walkFileTree(path, closing);
    return closing.closed;
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static final class Closing extends SimpleFileVisitor<Path> {
    private int closed;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      close(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        close(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** A journal is renamed and a temporary file gone while it is looked at. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (Files.exists(file)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }

    private void close(Path file) throws IOException {
      try {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
        Set<PosixFilePermission> after = EnumSet.copyOf(OWNER);
        after.retainAll(before);
        if (!after.equals(before)) {
          Files.setPosixFilePermissions(file, after);
          closed++;
        }
      } catch (NoSuchFileException e) {
        return;
      }
    }
  }
}
