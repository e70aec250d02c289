package io.shangda.hub.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few megabytes, mounted over a folder, that can be filled and made read-only
 * while a process works on it. Mounting needs root; {@link #isPossible} says whether it can be done
 * here.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 64 << 10;

  private final Path folder;

  /**
   * @param folder made if it is not there; what is in it is hidden until the disk is closed
   * @param megabytes its size
   */
  public SmallDisk(Path folder, int megabytes) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shouldRun("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
  }

  /** Whether this user may mount file systems here. */
  public static boolean isPossible() {
    try {
      Path folder = Files.createTempDirectory("mount");
      boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
      if (mounted) {
        run("umount", folder.toString());
      }
      Files.delete(folder);
      return mounted;
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes until not one more byte fits. */
  public void fill() {
    byte[] block = new byte[BLOCK];
    for (int size = block.length; size >= 1; size /= 2) {
      try (OutputStream filler =
          Files.newOutputStream(
              filler(),
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)) {
        while (true) {
          filler.write(block, 0, size);
        }
      } catch (IOException full) {
        // as intended; a smaller piece may still fit
      }
    }
  }

  /** Takes away what filled it. */
  public void makeRoom() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void makeReadOnly() {
    // lazily, for files are open for writing: as the kernel does it to a disk that fails
    shouldRun("mount", "-o", "remount,ro", folder.toString());
  }

  public void makeWritable() {
    shouldRun("mount", "-o", "remount,rw", folder.toString());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  private static void shouldRun(String... command) {
    if (!run(command)) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(List.of(command).toString(), e);
    }
  }

  @Override
  public void close() {
    shouldRun("umount", "--lazy", folder.toString());
  }
}
