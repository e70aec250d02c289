package io.shangda.hub.source;

import io.shangda.hub.source.PullFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer within limits: the size counts after decompression, so that a small bomb does not
 * fill the memory, and the time counts for the whole, so that a body that drips does not hold a
 * thread for ever.
 */
record AnswerBody(HttpPull.Asked asked, int maxPage, Clock clock) {
  private static final int CHUNK = 16 * 1024;
  private static final Set<String> UNKNOWN = Set.of("br", "zstd", "compress", "x-compress");

  byte[] read(HttpPull.Answer answer) throws PullFailure {
    if (answer.body() == null) {
      return new byte[0];
    }
    PushbackInputStream raw = new PushbackInputStream(answer.body(), 2);
    try {
      InputStream in = decompressed(answer, raw);
      byte[] page = read(in, maxPage, true);
      if (in != raw && raw.read() >= 0) {
        throw new ZipException("something follows the compressed page");
      }
      return page;
    } catch (EOFException | ZipException e) {
      throw failure(Kind.GARBLED, "broke off in the middle of its compressed answer", e);
    } catch (IOException e) {
      throw NoAnswer.of(asked, e, clock.instant());
    } finally {
      HttpPull.giveUp(raw);
    }
  }

  /** The beginning of an answer that is no page; empty if even that cannot be had. */
  byte[] beginning(HttpPull.Answer answer, int bytes) {
    if (answer.body() == null) {
      return new byte[0];
    }
    PushbackInputStream raw = new PushbackInputStream(answer.body(), 2);
    try {
      return read(decompressed(answer, raw), bytes, false);
    } catch (IOException | PullFailure e) {
      return new byte[0]; // the status has said what matters
    } finally {
      HttpPull.giveUp(raw);
    }
  }

  private byte[] read(InputStream in, int max, boolean whole) throws IOException, PullFailure {
    Instant deadline = asked.at().plus(asked.timeLimit());
    ByteArrayOutputStream page = new ByteArrayOutputStream(CHUNK);
    byte[] chunk = new byte[CHUNK];
    int count;
    while ((count = in.read(chunk)) >= 0) {
      if (clock.instant().isAfter(deadline)) {
        throw failure(
            Kind.AWAY,
            "did not finish its answer within %d s".formatted(asked.timeLimit().toSeconds()),
            null);
      }
      if (count > max - page.size()) {
        if (!whole) {
          page.write(chunk, 0, max - page.size());
          return page.toByteArray();
        }
        throw failure(
            Kind.GARBLED,
            "sends a page of more than %d bytes ('max-page'), which was not read to its end"
                .formatted(max),
            null);
      }
      page.write(chunk, 0, count);
    }
    return page.toByteArray();
  }

  /**
   * By what the bytes are rather than by what the header says: systems label plain answers {@code
   * UTF-8} or {@code none}, and compressed ones not at all.
   */
  private InputStream decompressed(HttpPull.Answer answer, PushbackInputStream raw)
      throws IOException, PullFailure {
    if (isGzip(raw)) {
      return new GZIPInputStream(raw, CHUNK);
    }
    String encoding =
        answer.headers().getOrDefault("content-encoding", "").strip().toLowerCase(Locale.ROOT);
    if (encoding.equals("deflate")) {
      return new InflaterInputStream(raw);
    }
    if (UNKNOWN.contains(encoding)) {
      throw failure(
          Kind.GARBLED,
          "compresses its answer as '%s', for which it was not asked".formatted(encoding),
          null);
    }
    return raw;
  }

  private static boolean isGzip(PushbackInputStream raw) throws IOException {
    byte[] start = raw.readNBytes(2);
    raw.unread(start);
    return start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
  }

  private PullFailure failure(Kind kind, String what, @Nullable Exception cause) {
    return new PullFailure(
        kind, "%s %s; it is pulled again".formatted(asked.place(), what), null, cause);
  }
}
