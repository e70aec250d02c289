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
import org.jspecify.annotations.Nullable;

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
   * @return how many files and folders others could get at: what lies in a closed folder, such as
   *     what the hub makes there, nobody else ever saw
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

    /** Depth of the outermost folder that others could not pass; deeper ones are behind it. */
    private int barred = Integer.MAX_VALUE;

    private int depth;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      boolean passable = close(folder);
      if (!passable) {
        barred = Math.min(barred, depth);
      }
      depth++;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      depth--;
      if (depth == barred) {
        barred = Integer.MAX_VALUE;
      }
      return super.postVisitDirectory(folder, e);
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

    /** Gives whether others could pass it. */
    private boolean close(Path file) throws IOException {
      try {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
        Set<PosixFilePermission> after = EnumSet.copyOf(OWNER);
        after.retainAll(before);
        if (!after.equals(before)) {
          Files.setPosixFilePermissions(file, after);
          closed += depth <= barred ? 1 : 0;
        }
        return before.contains(PosixFilePermission.OTHERS_EXECUTE)
            || before.contains(PosixFilePermission.GROUP_EXECUTE);
      } catch (NoSuchFileException e) {
        return false;
      }
    }
  }
}
