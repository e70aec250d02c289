package io.shangda.hub.audit.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Anchors in a file that is kept elsewhere: a line each, as in an export. */
public final class AnchorFile {
  private AnchorFile() {}

  /** An anchor as a line of such a file. */
  public static String line(Anchor anchor) {
    return Lines.of(anchor);
  }

  /**
   * Reads such a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Anchor anchor(String line) {
    return Lines.anchor(line)
        .orElseThrow(() -> new IllegalArgumentException("This line is no anchor: " + line));
  }

  /**
   * @throws IOException if the file is not there or a line is no anchor
   */
  public static List<Anchor> read(Path file) throws IOException {
    List<Anchor> anchors = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        anchors.add(
            Lines.anchor(line)
                .orElseThrow(
                    () -> new IOException(file + " has a line that is no anchor: " + line)));
      }
    }
    return anchors;
  }
}
