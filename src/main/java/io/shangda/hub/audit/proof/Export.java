package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Writes evidence into a folder as JSON lines, so that it can be checked without the hub: what is
 * sealed, up to the newest seal.
 */
public final class Export {
  private final Evidence evidence;

  public Export(Evidence evidence) {
    this.evidence = evidence;
  }

  /** What was written. */
  public record Written(long seals, long leaves, long events, String newest) {}

  /**
   * Writes it all.
   *
   * @param folder is made if it is not there
   * @param at when, for the manifest
   * @throws IOException also if there is an export in the folder already
   */
  public Written to(Path folder, Instant at) throws IOException {
    Files.createDirectories(folder);
    long keys = write(folder, Lines.KEYS, evidence.keys().iterator(), Lines::of);
    long anchors = write(folder, Lines.ANCHORS, evidence.anchors().iterator(), Lines::of);
    long seals = write(folder, Lines.SEALS, evidence.seals(), Lines::of);
    long leaves = write(folder, Lines.LEAVES, evidence.leaves(), Lines::of);
    long events = write(folder, Lines.EVENTS, evidence.events(), Lines::of);
    Evidence.Newest newest = evidence.newest();
    ObjectNode manifest =
        Lines.line()
            .put("format", Lines.FORMAT)
            .put("made", at.toString())
            .put("seals", newest.seal())
            .put("newest", newest.hash())
            .put("leaves", leaves)
            .put("events", events)
            .put("keys", keys)
            .put("anchors", anchors);
    Evidence.Begin begin = evidence.begin();
    if (begin.seal() > 0) {
      manifest.put("after", begin.seal()).put("afterHash", begin.hash());
    }
    manifest.put("vouched", begin.vouched());
    Files.writeString(
        folder.resolve(Lines.MANIFEST),
        manifest.toPrettyString() + "\n",
        StandardOpenOption.CREATE_NEW);
    return new Written(seals, leaves, events, newest.hash());
  }

  private static <T> long write(
      Path folder, String file, Iterator<T> rows, Function<T, String> line) throws IOException {
    long count = 0;
    try (BufferedWriter out =
        Files.newBufferedWriter(
            folder.resolve(file),
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      while (rows.hasNext()) {
        out.write(line.apply(rows.next()));
        out.write('\n');
        count++;
      }
    }
    return count;
  }
}
