package io.shangda.hub.source;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Finds where elements of a list begin and end by brackets and quotes alone. UTF-8. */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read, never compared
record ElementScanner(byte[] bytes) {

  /** The first byte that is no white space and no comma. */
  int skipSeparators(int from) {
    int at = from;
    while (at < bytes.length && (bytes[at] <= ' ' && bytes[at] >= 0 || bytes[at] == ',')) {
      at++;
    }
    return at;
  }

  /**
   * One past the end of the element that begins at {@code from}; -1 if its brackets do not match.
   */
  int element(int from) {
    return switch (bytes[from]) {
      case '{', '[' -> balanced(from);
      case '"' -> string(from);
      default -> scalar(from);
    };
  }

  /** One past the bracket that closes the list which begins at {@code from}; -1 if none does. */
  int closing(int from) {
    return balanced(from);
  }

  /** The name of an object's first field with its quotes; empty if there is none to be read. */
  String firstName(int from) {
    int at = skipSpace(from + 1);
    if (bytes[from] != '{' || at >= bytes.length || bytes[at] != '"') {
      return "";
    }
    int end = string(at);
    boolean name = end > 0 && end - at < 200 && isAt(skipSpace(end), ':');
    return name ? new String(bytes, at, end - at, StandardCharsets.UTF_8) : "";
  }

  /** True if the object at {@code at} begins with that field; with an empty name, any field. */
  boolean begins(int at, String name) {
    String first = firstName(at);
    return name.isEmpty() ? !first.isEmpty() : name.equals(first);
  }

  boolean followsComma(int at) {
    int before = at - 1;
    while (before >= 0 && bytes[before] <= ' ' && bytes[before] >= 0) {
      before--;
    }
    return before >= 0 && bytes[before] == ',';
  }

  /**
   * Where an object that begins at {@code from} and is never closed must have ended: at an object
   * that follows a comma where only a field name could stand, or at the bracket of the list; -1 if
   * it breaks in another way.
   */
  int forgottenBrace(int from) {
    BitSet braces = new BitSet();
    int depth = 0;
    for (int at = from; at < bytes.length; at++) {
      switch (bytes[at]) {
        case '"' -> {
          int end = string(at);
          if (end < 0) {
            return -1;
          }
          at = end - 1;
        }
        case '{' -> {
          if (depth > 0 && braces.get(depth - 1) && followsComma(at)) {
            return at;
          }
          braces.set(depth++);
        }
        case '[' -> braces.clear(depth++);
        case '}', ']' -> {
          boolean brace = braces.get(--depth);
          if (brace != (bytes[at] == '}')) {
            return brace && depth == 0 ? at : -1;
          }
          if (depth == 0) {
            return -1;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  private int balanced(int from) {
    BitSet braces = new BitSet();
    int depth = 0;
    for (int at = from; at < bytes.length; at++) {
      switch (bytes[at]) {
        case '"' -> {
          int end = string(at);
          if (end < 0) {
            return -1;
          }
          at = end - 1;
        }
        case '{' -> braces.set(depth++);
        case '[' -> braces.clear(depth++);
        case '}', ']' -> {
          if (braces.get(--depth) != (bytes[at] == '}')) {
            return -1;
          }
          if (depth == 0) {
            return at + 1;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  private int string(int from) {
    for (int at = from + 1; at < bytes.length; at++) {
      if (bytes[at] == '\\') {
        at++;
      } else if (bytes[at] == '"') {
        return at + 1;
      }
    }
    return -1;
  }

  private int scalar(int from) {
    int at = from + 1;
    while (at < bytes.length && ",]}{[\"".indexOf(bytes[at]) < 0) {
      at++;
    }
    return at < bytes.length ? at : -1;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private boolean isAt(int at, char c) {
    return at < bytes.length && bytes[at] == c;
  }
}
