package io.shangda.hub.store;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Makes text small before it is stored. */
public final class Deflation {
  private static final int CHUNK = 64 * 1024;

  private Deflation() {}

  /** Fastest level: what is kept is text, and the processor is what is scarce. */
  public static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 4 + 64);
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
