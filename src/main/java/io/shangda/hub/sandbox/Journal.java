package io.shangda.hub.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a system of the sandbox remembers when its process is killed: a file to which every exchange
 * adds one line before it is answered, so that an exchange is remembered whole or, never answered,
 * not at all. Written anew as soon as it is twice as long as what it says.
 *
 * <p>A line that was torn by the kill is forgotten. It survives the end of the process, not that of
 * the machine: nothing is forced to the disk.
 */
final class Journal {
  private static final int SMALL = 1024 * 1024;

  private record Part(Supplier<Stream<JsonObject>> state) {}

  private final @Nullable Path file;
  private final int small;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, List<JsonObject>> recalled = new HashMap<>();
  private final JsonArray exchange = new JsonArray();
  private @Nullable FileChannel channel;
  private long rewriteAt;

  private Journal(@Nullable Path file, int small) {
    this.file = file;
    this.small = small;
  }

  /** One that remembers nothing beyond the process. */
  static Journal none() {
    return new Journal(null, SMALL);
  }

  /**
   * @throws UncheckedIOException if the file cannot be read or written
   * @throws IllegalStateException if a line other than the last is none of a journal
   */
  static Journal in(Path file) {
    return in(file, SMALL);
  }

  /**
   * @param small bytes below which it is never written anew
   */
  static Journal in(Path file, int small) {
    Journal journal = new Journal(file, small);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      journal.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox cannot keep its journal " + file, e);
    }
    return journal;
  }

  private void open(Path path) throws IOException {
    FileChannel opened =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    int whole = text.lastIndexOf('\n') + 1;
    int number = 0;
    for (String line : text.substring(0, whole).lines().toList()) {
      number++;
      recall(path, number, line);
    }
    long length = text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
    opened.truncate(length).position(length);
    channel = opened;
    rewriteAt = Math.max(small, 2 * length);
  }

  private void recall(Path path, int number, String line) {
    try {
      JsonArray notes = new JsonArray(line);
      for (int i = 0; i < notes.size(); i += 2) {
        recalled
            .computeIfAbsent(notes.getString(i), name -> new ArrayList<>())
            .add(notes.getJsonObject(i + 1));
      }
    } catch (DecodeException | ClassCastException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(
          path
              + ":"
              + number
              + " is no line of the sandbox's journal; delete the folder data to begin anew",
          e);
    }
  }

  /**
   * Adds a part of the system's state, and gives it back what it noted in earlier lives.
   *
   * @param recall takes a note back
   * @param state notes that make an empty part equal to what it is now
   * @return where the part notes each change of the exchange under way
   */
  synchronized Consumer<JsonObject> part(
      String name, Consumer<JsonObject> recall, Supplier<Stream<JsonObject>> state) {
    parts.put(name, new Part(state));
    List<JsonObject> notes = recalled.remove(name);
    if (notes != null) {
      notes.forEach(recall);
    }
    return note -> note(name, note);
  }

  private synchronized void note(String name, JsonObject note) {
    if (file != null) {
      exchange.add(name).add(note);
    }
  }

  /**
   * Ends the exchange under way: what was noted is remembered from now on.
   *
   * @throws UncheckedIOException if it cannot be written; it is tried again with the next one
   */
  synchronized void write() {
    FileChannel open = channel;
    if (file == null || open == null || exchange.isEmpty()) {
      return;
    }
    try {
      append(open, exchange);
      exchange.clear();
      if (open.position() > rewriteAt) {
        rewrite(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox cannot write its journal " + file, e);
    }
  }

  private static void append(FileChannel open, JsonArray notes) throws IOException {
    long start = open.position();
    ByteBuffer line = ByteBuffer.wrap((notes.encode() + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        open.write(line);
      }
    } catch (IOException e) {
      open.truncate(start); // half a line must not stand before a whole one
      throw e;
    }
  }

  private void rewrite(Path path) throws IOException {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    FileChannel fresh =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    for (Map.Entry<String, Part> one : parts.entrySet()) {
      for (JsonObject note : one.getValue().state().get().toList()) {
        append(fresh, new JsonArray().add(one.getKey()).add(note));
      }
    }
    Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    close();
    channel = fresh;
    rewriteAt = Math.max(small, 2 * fresh.position());
  }

  synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
