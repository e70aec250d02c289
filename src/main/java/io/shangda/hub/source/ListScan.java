package io.shangda.hub.source;

/**
 * Counts brackets outside strings to tell where the elements of a list end; may go on in the next
 * bytes.
 */
final class ListScan {
  private int depth;
  private boolean string;
  private boolean escaped;
  private boolean element;
  private boolean ended;
  private int elements;

  /** True if the list's closing bracket was met. */
  boolean ended() {
    return ended;
  }

  /** Elements that end with a comma, and at the list's end the last one. */
  int elements() {
    return elements;
  }

  /**
   * Goes over the next bytes of the list.
   *
   * @param most elements after which it stops
   * @return index of the last comma or bracket that ends an element; 0 if none does
   */
  int over(byte[] bytes, int length, int most) {
    int end = 0;
    for (int i = 0; i < length && !ended && elements < most; i++) {
      byte b = bytes[i];
      if (string) {
        string = escaped || b != '"';
        escaped = !escaped && b == '\\';
      } else if (depth == 0 && (b == ',' || b == ']')) {
        elements += element ? 1 : 0;
        element = false;
        ended = b == ']';
        end = i;
      } else {
        structure(b);
      }
    }
    return end;
  }

  private void structure(byte b) {
    switch (b) {
      case '"' -> string = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth = Math.max(0, depth - 1);
      default -> {}
    }
    element |= b > ' ' || b < 0;
  }
}
