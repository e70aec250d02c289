package io.shangda.hub.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files as people read them. A file system keeps bytes: a name that was written as GBK, or
 * any Chinese name where this process runs without a UTF-8 locale, does not survive the way through
 * a Java string and back. So a file is never found by its name alone, only compared with it.
 */
final class FileName {
  /** Bytes that Linux's file systems take; others count letters and take no fewer. */
  private static final int LONGEST = 255;

  private static final int LONGEST_SUFFIX = 20;
  private static final Charset GB18030 = Charset.forName("GB18030");

  private FileName() {}

  /** The name for people and cursors: from UTF-8, else from GB18030, else with %-escapes. */
  static String of(Path file) {
    Path name = file.getFileName();
    if (isFaithful(file)) {
      return name.toString();
    }
    byte[] bytes = bytes(escaped(file));
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, GB18030}) {
      try {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        continue; // the next one may fit
      }
    }
    return escaped(file);
  }

  /** The name with something behind its stem, in characters that every file system takes. */
  static String with(Path file, String addition) {
    return with(file, addition, "");
  }

  /**
   * The same with something at the end. Of a name that would become longer than a file system takes
   * the stem is cut, for whoever drops a file chooses its name.
   */
  static String with(Path file, String addition, String end) {
    String name = isFaithful(file) ? file.getFileName().toString() : escaped(file);
    int dot = name.lastIndexOf('.');
    boolean suffixed = dot > 0 && name.length() - dot <= LONGEST_SUFFIX;
    String stem = suffixed ? name.substring(0, dot) : name;
    String behind = addition + (suffixed ? name.substring(dot) : "") + end;
    return cut(stem, LONGEST - size(behind)) + behind;
  }

  private static String cut(String stem, int bytes) {
    int end = stem.length();
    while (size(stem.substring(0, end)) > bytes) {
      end = stem.offsetByCodePoints(end, -1);
    }
    return stem.substring(0, end);
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isFaithful(Path file) {
    try {
      return file.equals(file.resolveSibling(file.getFileName().toString()));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The bytes of the name as a URI writes them. */
  private static String escaped(Path file) {
    String uri = file.toUri().getRawPath();
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private static byte[] bytes(String escaped) {
    ByteBuffer bytes = ByteBuffer.allocate(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.put((byte) escaped.charAt(i));
      }
    }
    byte[] name = new byte[bytes.position()];
    bytes.flip().get(name);
    return name;
  }
}
