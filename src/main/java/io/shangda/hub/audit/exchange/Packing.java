package io.shangda.hub.audit.exchange;

import io.shangda.hub.store.Deflation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an exchange as bytes, deflated as a whole: what its requests have in common costs
 * little.
 */
public final class Packing {
  private static final int FORMAT = 1;
  private static final int CHUNK = 64 * 1024;
  private static final int NONE = -1;

  private Packing() {}

  public static byte[] pack(List<Part> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(FORMAT);
      out.writeInt(parts.size());
      for (Part part : parts) {
        write(part, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Deflation.deflate(bytes.toByteArray());
  }

  private static void write(Part part, DataOutputStream out) throws IOException {
    out.writeInt(part.number());
    text(part.to(), out);
    out.writeInt(part.headers().size());
    for (Map.Entry<String, String> header : part.headers().entrySet()) {
      text(header.getKey(), out);
      text(header.getValue(), out);
    }
    Instant sent = part.sent();
    out.writeLong(sent == null ? Long.MIN_VALUE : sent.getEpochSecond());
    out.writeInt(sent == null ? 0 : sent.getNano());
    out.writeLong(part.tookMillis());
    out.writeInt(part.status());
    text(part.why(), out);
    text(part.replyType(), out);
    out.writeBoolean(part.erased());
    request(part.request(), out);
    bytes(part.reply(), out);
  }

  private static void request(@Nullable List<Piece> pieces, DataOutputStream out)
      throws IOException {
    out.writeInt(pieces == null ? NONE : pieces.size());
    if (pieces != null) {
      for (Piece piece : pieces) {
        if (piece instanceof Piece.Payload payload) {
          out.writeInt(NONE);
          out.writeLong(payload.delivery());
        } else {
          bytes(((Piece.Bytes) piece).bytes(), out);
        }
      }
    }
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void bytes(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes == null ? NONE : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  /**
   * @throws IOException if it is not what {@link #pack} made
   */
  public static List<Part> unpack(byte[] packed) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(inflate(packed)));
    if (in.readByte() != FORMAT) {
      throw new IOException("an exchange of another format");
    }
    int count = in.readInt();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(part(in));
    }
    return parts;
  }

  /**
   * @throws IOException if it was not deflated
   */
  public static byte[] inflate(byte[] deflated) throws IOException {
    try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      return inflated.readAllBytes();
    }
  }

  private static Part part(DataInputStream in) throws IOException {
    int number = in.readInt();
    String to = text(in);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      headers.put(text(in), text(in));
    }
    long second = in.readLong();
    int nano = in.readInt();
    Instant sent = second == Long.MIN_VALUE ? null : instant(second, nano);
    long took = in.readLong();
    int status = in.readInt();
    String why = text(in);
    String type = text(in);
    boolean erased = in.readBoolean();
    return new Part(
        number, to, headers, sent, took, status, why, request(in), bytes(in), type, erased);
  }

  private static Instant instant(long second, int nano) throws IOException {
    try {
      return Instant.ofEpochSecond(second, nano);
    } catch (java.time.DateTimeException e) {
      throw new IOException("no time", e);
    }
  }

  private static @Nullable List<Piece> request(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count == NONE) {
      return null;
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = bytes(in);
      pieces.add(bytes == null ? new Piece.Payload(in.readLong()) : new Piece.Bytes(bytes));
    }
    return pieces;
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = bytes(in);
    if (bytes == null) {
      throw new IOException("a text is missing");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    if (length < 0 || length > in.available()) {
      throw new IOException("a length of " + length);
    }
    return in.readNBytes(length);
  }
}
