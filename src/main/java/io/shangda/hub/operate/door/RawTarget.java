package io.shangda.hub.operate.door;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request's target as it stands on the wire (RFC 9112, section 3.2), before anybody decodes or
 * shortens it. The servers behind the door read the tricks it refuses in different ways, so that
 * what one protects, another might serve.
 */
final class RawTarget {
  /** Longer paths have no resource; a query may be as long as the request line. */
  private static final int LONGEST_PATH = 1000;

  /** No {@code ;}, no backslash, no quotes: no path of the hub has them. */
  private static final Pattern PATH_CHARACTERS = Pattern.compile("[A-Za-z0-9._~!$'()*+,=:@&/%-]*");

  private RawTarget() {}

  /** What is wrong with a target, in words for its sender; empty if nothing is. */
  static Optional<String> fault(String target) {
    if (!target.startsWith("/")) {
      return Optional.of("The request's target must be a path that begins with /");
    }
    int query = target.indexOf('?');
    return inPath(query < 0 ? target : target.substring(0, query))
        .or(() -> query < 0 ? Optional.empty() : inQuery(target.substring(query + 1)));
  }

  private static Optional<String> inPath(String path) {
    if (path.length() > LONGEST_PATH) {
      return Optional.of("The path is longer than " + LONGEST_PATH + " characters");
    }
    if (!PATH_CHARACTERS.matcher(path).matches()) {
      return Optional.of("The path has a character that must not stand there as it is");
    }
    if (path.contains("//")) {
      return Optional.of("The path has an empty part");
    }
    Optional<String> decoded = decoded(path);
    if (decoded.isEmpty()) {
      return Optional.of("The path's percent escapes are not valid UTF-8");
    }
    for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
      int escaped = Integer.parseInt(path.substring(i + 1, i + 3), 16);
      if (escaped < 0x80 && !mayBeEscaped((char) escaped)) {
        return Optional.of("The path has an escaped character that must not stand there");
      }
    }
    if (!isVisible(decoded.get())) {
      return Optional.of("The path has a character that cannot be seen");
    }
    for (String part : decoded.get().split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        return Optional.of("The path has a part of dots only");
      }
    }
    return Optional.empty();
  }

  /** Who escapes a dot or a letter hides it; delimiters of a path are never part of a name. */
  private static boolean mayBeEscaped(char c) {
    return "@:!$&'()*+,=~".indexOf(c) >= 0;
  }

  private static Optional<String> inQuery(String query) {
    Optional<String> decoded = decoded(query.replace('+', ' '));
    if (decoded.isEmpty()) {
      return Optional.of(
          "The query's percent escapes are not valid UTF-8; letters beyond ASCII are escaped too");
    }
    return isVisible(decoded.get())
        ? Optional.empty()
        : Optional.of("The query has a control character");
  }

  private static boolean isVisible(String text) {
    return text.codePoints()
        .noneMatch(
            c ->
                Character.isISOControl(c)
                    || c == 0xFEFF
                    || Character.getType(c) == Character.UNASSIGNED
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
  }

  /** Strict, as URLDecoder is not: it puts U+FFFD where bytes are overlong or half a surrogate. */
  private static Optional<String> decoded(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return Optional.empty();
      }
      if (c != '%') {
        bytes.put((byte) c);
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low < 0) {
        return Optional.empty();
      }
      bytes.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
