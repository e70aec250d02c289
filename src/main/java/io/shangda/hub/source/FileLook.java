package io.shangda.hub.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What a folder says of a name in it, without following a link.
 *
 * @param size bytes
 * @param identity tells a file from another that took its name
 * @param changed of the file or its name, by the file system; empty where it does not say
 * @param names how many names the file has; another may stand in a folder of somebody else
 */
record FileLook(
    Kind kind, long size, Instant modified, String identity, String changed, int names) {
  /** What stands under the name. */
  enum Kind {
    FILE,
    LINK,
    FOLDER,
    OTHER
  }

  static FileLook at(Path file) throws IOException {
    BasicFileAttributes basic =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Map<String, Object> more =
        unix ? Files.readAttributes(file, "unix:ctime,nlink", LinkOption.NOFOLLOW_LINKS) : Map.of();
    return new FileLook(
        kind(basic),
        basic.size(),
        basic.lastModifiedTime().toInstant(),
        identity(basic),
        more.get("ctime") instanceof FileTime time ? time.toInstant().toString() : "",
        more.get("nlink") instanceof Integer names ? names : 1);
  }

  static String identity(BasicFileAttributes basic) {
    return Objects.toString(basic.fileKey(), "");
  }

  private static Kind kind(BasicFileAttributes basic) {
    if (basic.isSymbolicLink()) {
      return Kind.LINK;
    }
    return basic.isRegularFile() ? Kind.FILE : basic.isDirectory() ? Kind.FOLDER : Kind.OTHER;
  }

  /**
   * Since when it stands still. A copy that keeps the time of its original is old from its first
   * byte on; the file system's own time is not.
   */
  Instant stillSince() {
    Instant touched = changed.isEmpty() ? modified : Instant.parse(changed);
    return touched.isAfter(modified) ? touched : modified;
  }

  /** By which a later change of the content is seen, or another file under the same name. */
  String stamp() {
    return size + "@" + modified + identity;
  }
}
