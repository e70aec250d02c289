package io.shangda.hub.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dropped file, opened once; everything is read from that handle. Who may write to the folder can
 * put another file, a link or a name of somebody else's file in its place at any time: so the
 * folder is opened first, the file by its name in that very folder without following a link, and
 * what was looked at before and after must be the same, by the time at which the system last
 * changed the file or its name.
 */
final class OpenFile implements Closeable {
  private static final Set<OpenOption> AS_IT_IS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final FileLook look;
  private final SeekableByteChannel channel;

  private OpenFile(Path file, FileLook look, SeekableByteChannel channel) {
    this.file = file;
    this.look = look;
    this.channel = channel;
  }

  /**
   * @param seen what stood there when the file was chosen
   * @return null if it is no longer there, or no longer that
   */
  static @Nullable OpenFile open(Path file, FileLook seen) throws IOException {
    try (DirectoryStream<Path> folder =
        Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
      if (!FileLook.at(file).equals(seen)) {
        return null;
      }
      SeekableByteChannel channel = channel(folder, file, seen);
      if (channel == null) {
        return null;
      }
      if (channel.size() != seen.size() || !FileLook.at(file).equals(seen)) {
        channel.close();
        return null;
      }
      return new OpenFile(file, seen, channel);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable SeekableByteChannel channel(
      DirectoryStream<Path> folder, Path file, FileLook seen) throws IOException {
    if (!(folder instanceof SecureDirectoryStream<Path> secure)) {
      return Files.newByteChannel(file, AS_IT_IS);
    }
    Path name = file.getFileName();
    String there =
        FileLook.identity(
            secure
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes());
    return there.equals(seen.identity()) ? secure.newByteChannel(name, AS_IT_IS) : null;
  }

  long size() {
    return look.size();
  }

  String stamp() {
    return look.stamp();
  }

  /** Of the whole, in small hexadecimal digits. */
  String sha256() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      from(0).transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Up to {@code max} bytes from there on; fewer only at the end of the file. */
  byte[] read(long from, int max) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(max, Math.max(0, size() - from)));
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // more comes, or the end
    }
    byte[] read = new byte[bytes.position()];
    bytes.flip().get(read);
    return read;
  }

  /** From there to the end; not to be closed by the reader. */
  InputStream from(long at) throws IOException {
    channel.position(at);
    return Channels.newInputStream(channel);
  }

  /** True if nobody has touched it since it was opened. */
  boolean isUntouched() {
    try {
      return FileLook.at(file).equals(look);
    } catch (IOException e) {
      return false; // gone
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
