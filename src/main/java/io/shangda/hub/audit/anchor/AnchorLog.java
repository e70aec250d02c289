package io.shangda.hub.audit.anchor;

import io.shangda.hub.audit.proof.Anchor;
import io.shangda.hub.audit.proof.AnchorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file elsewhere, on a mount that this machine can only append to, say: a line per anchor, on
 * disk before it counts as told. {@code audit verify --anchors} reads it.
 */
public final class AnchorLog implements AnchorPlace {
  private final Path file;

  public AnchorLog(Path file) {
    this.file = file;
  }

  @Override
  public String kind() {
    return "file";
  }

  @Override
  public String name() {
    return file.toAbsolutePath().toString();
  }

  @Override
  public Receipt tell(Anchor anchor) throws IOException {
    byte[] line = (AnchorFile.line(anchor) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return new Receipt("", null);
  }
}
