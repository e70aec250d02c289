package io.shangda.hub.operate.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A small text file that only its owner may read (mode 0600), from its first byte on. */
record PrivateFile(Path path) {

  /** Writes anew; an older file is deleted first, or it would keep its own permissions. */
  void write(String text) {
    try {
      Files.deleteIfExists(path);
      create(text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path.toAbsolutePath(), e);
    }
  }

  /** The file's text; if there is no file, it is made with this one. */
  String readOrWrite(String text) {
    try {
      if (!Files.exists(path)) {
        create(text);
      }
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; its text counts.
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path.toAbsolutePath(), e);
    }
    return read();
  }

  private String read() {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path.toAbsolutePath(), e);
    }
  }

  private void create(String text) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createFile(path, ownerOnly());
    } else {
      Files.createFile(path);
    }
    Files.writeString(path, text + System.lineSeparator());
  }

  private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
  }
}
