package io.shangda.hub.config;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;

/** Options of drop folders, beyond what a schema can say of them. */
final class DropFolders {
  private DropFolders() {}

  static void check(Reading options) {
    String folder = options.textOrNull("folder");
    for (String key : new String[] {"done", "failed"}) {
      String out = options.textOrNull(key);
      if (folder != null && out != null && in(out, folder)) {
        options.mistake(
            key,
            Mistakes.quoted(out),
            "a folder outside the drop folder, where who drops files cannot put a link in its"
                + " place");
      }
    }
    for (String key : new String[] {"pattern", "manifest"}) {
      namePattern(options, key);
    }
    if ("trailer".equals(options.textOrNull("whole")) && options.textOrNull("trailer") == null) {
      options.mistake(
          "whole", "'trailer'", "the key 'trailer' beside it, a pattern of the last line");
    }
    if (options.textOrNull("trailer") != null) {
      Regexes.check(options, "trailer");
    }
  }

  private static void namePattern(Reading options, String key) {
    String pattern = options.textOrNull(key);
    if (pattern == null) {
      return;
    }
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      options.mistake(
          key,
          Mistakes.quoted(pattern),
          "a pattern of file names such as *.csv, with every [ and { closed");
    }
  }

  private static boolean in(String out, String folder) {
    return Path.of(out)
        .toAbsolutePath()
        .normalize()
        .startsWith(Path.of(folder).toAbsolutePath().normalize());
  }
}
