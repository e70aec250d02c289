package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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

  /** Where its files go, one after the other. */
  @FunctionalInterface
  private interface Place {
    OutputStream file(String name) throws IOException;
  }

  /**
   * Writes it all.
   *
   * @param folder is made if it is not there
   * @param at when, for the manifest
   * @throws IOException also if there is an export in the folder already
   */
  public Written to(Path folder, Instant at) throws IOException {
    Files.createDirectories(folder);
    return to(
        name ->
            Files.newOutputStream(
                folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        at);
  }

  /**
   * Writes it all as one zip file while it is read, so that it needs no room of its own; see {@link
   * ExportZip}.
   *
   * @param out is left open
   */
  public Written toZip(OutputStream out, Instant at) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    Written written =
        to(
            name -> {
              zip.putNextEntry(new ZipEntry(name));
              return new FilterOutputStream(zip) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                  zip.write(bytes, from, length);
                }

                @Override
                public void close() throws IOException {
                  zip.closeEntry();
                }
              };
            },
            at);
    zip.finish();
    return written;
  }

  private Written to(Place place, Instant at) throws IOException {
    long keys = write(place, Lines.KEYS, evidence.keys().iterator(), Lines::of);
    long anchors = write(place, Lines.ANCHORS, evidence.anchors().iterator(), Lines::of);
    long seals = write(place, Lines.SEALS, evidence.seals(), Lines::of);
    long leaves = write(place, Lines.LEAVES, evidence.leaves(), Lines::of);
    long events = write(place, Lines.EVENTS, evidence.events(), Lines::of);
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
    try (Writer out = writer(place, Lines.MANIFEST)) {
      out.write(manifest.toPrettyString() + "\n");
    }
    return new Written(seals, leaves, events, newest.hash());
  }

  private static <T> long write(
      Place place, String file, Iterator<T> rows, Function<T, String> line) throws IOException {
    long count = 0;
    try (Writer out = writer(place, file)) {
      while (rows.hasNext()) {
        out.write(line.apply(rows.next()));
        out.write('\n');
        count++;
      }
    }
    return count;
  }

  private static Writer writer(Place place, String file) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(
            place.file(file), StandardCharsets.UTF_8.newEncoder())); // what is no text throws
  }
}
