package io.shangda.hub.support;

import java.util.ArrayList;
import java.util.List;

/** Ways to write a path that one server reads as another does not; none may be let in. */
public final class PathTricks {
  /** Put between two parts, or at the end. */
  private static final List<String> INSERTED =
      List.of(
          ";",
          ";a=b",
          ";/",
          "%3B",
          "%3b",
          "%2F",
          "%2f",
          "%5C",
          "%5c",
          "\\",
          "/",
          "%00",
          "%0a",
          "%0d%0a",
          "%09",
          "%7f",
          "/.",
          "/./",
          "/..",
          "/../",
          "/..;/",
          "/%2e",
          "/%2e/",
          "/%2e%2e/",
          "/.%2e/",
          "/%2E./",
          "%2e",
          "%25",
          "%252F",
          "%252e%252e",
          "%c0%af",
          "%c0%ae%c0%ae",
          "%e0%80%af",
          "%ed%a0%80",
          "%ff",
          "%f8%80%80%80%af",
          "%",
          "%2",
          "%zz",
          "%u002f",
          "%ef%bb%bf",
          "%e2%80%a8",
          "%23",
          "%3F",
          "%20",
          "\"",
          "<",
          "|",
          "^",
          "{",
          "}",
          "`",
          "[",
          "\u00e9");

  /** Put before the whole path. */
  private static final List<String> BEFORE =
      List.of(
          "/",
          "//",
          "\\",
          "/.",
          "/..",
          "/x/..",
          "/;",
          "/%2e",
          "/%2f",
          "http://localhost",
          "http://elsewhere.example",
          "https:",
          "*",
          "%2f",
          "@",
          "x");

  private PathTricks() {}

  /** Every trick on a path, as it would stand on the wire. */
  public static List<String> of(String path) {
    List<String> tricks = new ArrayList<>();
    BEFORE.forEach(before -> tricks.add(before + path));
    int last = path.lastIndexOf('/');
    for (String inserted : INSERTED) {
      if (last > 0) {
        tricks.add(path.substring(0, last) + inserted + path.substring(last));
      }
      if (!inserted.equals("/")) { // a slash at the end is no trick
        tricks.add(path + inserted);
      }
    }
    return tricks;
  }
}
