package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Evidence in a folder that {@link Export} wrote. */
public final class ExportEvidence implements Evidence {
  private static final int MOST_UNREADABLE = 1_000;

  private final Path folder;
  private final Newest newest;
  private final Begin begin;
  private final List<BufferedReader> open = new ArrayList<>();
  private final List<Damage> unreadable = new ArrayList<>();

  /**
   * @throws IOException if the folder holds no export
   */
  public ExportEvidence(Path folder) throws IOException {
    this.folder = folder;
    JsonNode manifest =
        Lines.read(Files.readString(folder.resolve(Lines.MANIFEST)))
            .filter(json -> json.path("format").asText().equals(Lines.FORMAT))
            .orElseThrow(
                () -> new IOException(folder.resolve(Lines.MANIFEST) + " is not one of an export"));
    this.begin =
        new Begin(
            manifest.path("after").asLong(),
            manifest.path("afterHash").asText(),
            manifest.path("vouched").asBoolean(true));
    this.newest = new Newest(manifest.path("seals").asLong(), manifest.path("newest").asText());
  }

  @Override
  public Iterator<SealRow> seals() {
    return lines(Lines.SEALS, Lines::seal);
  }

  @Override
  public Iterator<LeafRow> leaves() {
    return lines(Lines.LEAVES, Lines::leaf);
  }

  @Override
  public Iterator<EventRow> events() {
    return lines(Lines.EVENTS, Lines::event);
  }

  @Override
  public List<KeyRow> keys() {
    return all(lines(Lines.KEYS, Lines::key));
  }

  @Override
  public List<Anchor> anchors() {
    return all(lines(Lines.ANCHORS, Lines::anchor));
  }

  @Override
  public Begin begin() {
    return begin;
  }

  @Override
  public Newest newest() {
    return newest;
  }

  @Override
  public void ownDamage(Consumer<Damage> found) {
    unreadable.forEach(found);
  }

  @Override
  public void close() {
    for (BufferedReader reader : open) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static <T> List<T> all(Iterator<T> rows) {
    List<T> all = new ArrayList<>();
    rows.forEachRemaining(all::add);
    return all;
  }

  /** A file that is gone has no lines; what it should hold is then missed. */
  private <T> Iterator<T> lines(String file, Function<String, Optional<T>> read) {
    BufferedReader reader;
    try {
      reader = Files.newBufferedReader(folder.resolve(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      unreadable(file, 0);
      return List.<T>of().iterator();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.add(reader);
    int[] number = {0};
    return new Chunks<>(
        () -> {
          String line = next(reader);
          if (line == null) {
            return Optional.empty();
          }
          number[0]++;
          Optional<T> row = read.apply(line);
          if (row.isEmpty()) {
            unreadable(file, number[0]);
          }
          return Optional.of(row.stream().toList());
        });
  }

  private static @Nullable String next(BufferedReader reader) {
    try {
      return reader.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void unreadable(String file, int line) {
    if (unreadable.size() < MOST_UNREADABLE) {
      unreadable.add(
          new Damage(
              Damage.Kind.UNREADABLE,
              file + (line == 0 ? "" : ", line " + line),
              line == 0 ? "文件缺失。" : "这一行无法读出。",
              line == 0 ? "The file is missing." : "The line cannot be read."));
    }
  }
}
