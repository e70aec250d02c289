package io.shangda.hub.config;

import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one configuration, wherever they were read from: the {@code config/} folder, or a
 * row of the {@code configuration} table.
 *
 * @param byPath content by path relative to {@code config/}, with forward slashes
 */
public record ConfigFiles(SortedMap<String, byte[]> byPath) {
  /** Schemas of the configuration files themselves: they belong to the hub, not to its user. */
  private static final String HUB_SCHEMAS = "schemas/hub/";

  /** What a node is told, passwords perhaps among it: never a row that other nodes read. */
  private static final String NODE_SETTINGS = "application.properties";

  /** More is no configuration; and a zip of a megabyte can unfold into gigabytes. */
  private static final int MOST_FILES = 20_000;

  private static final long MOST_BYTES = 64L * 1024 * 1024;
  private static final String TOO_MUCH =
      "more than " + MOST_FILES + " files or " + MOST_BYTES + " bytes are no configuration";

  /** The first moment a zip can name; with a real one, the same files would differ in bytes. */
  private static final LocalDateTime ZIP_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /**
   * Every file below a folder, but hidden ones and what editors leave behind ({@code .swp}, {@code
   * ~}).
   *
   * @throws UncheckedIOException if the folder or a file in it cannot be read
   */
  public static ConfigFiles read(Path configFolder) {
    SortedMap<String, byte[]> byPath = new TreeMap<>();
    try (Stream<Path> files = Files.walk(configFolder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = configFolder.relativize(file).toString().replace('\\', '/');
        if (!path.startsWith(HUB_SCHEMAS) && !path.equals(NODE_SETTINGS) && !isLeftover(path)) {
          byPath.put(path, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The configuration in " + configFolder + " is unreadable", e);
    }
    if (byPath.size() > MOST_FILES
        || byPath.values().stream().mapToLong(content -> content.length).sum() > MOST_BYTES) {
      throw new UncheckedIOException(
          "The configuration in " + configFolder + " is too large", new IOException(TOO_MUCH));
    }
    return new ConfigFiles(byPath);
  }

  private static boolean isLeftover(String path) {
    return path.startsWith(".") || path.contains("/.") || path.endsWith("~");
  }

  /**
   * The files of a zip made by {@link #zip()}, or by somebody else.
   *
   * @throws UncheckedIOException if it is no zip, unfolds into more than 64 MB or 20,000 files, or
   *     names a file twice or one that is not below its folder
   */
  public static ConfigFiles ofZip(byte[] zip) {
    SortedMap<String, byte[]> byPath = new TreeMap<>();
    long left = MOST_BYTES;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory()) {
          continue;
        }
        byte[] content = in.readNBytes((int) left + 1);
        left -= content.length;
        if (left < 0 || byPath.size() >= MOST_FILES) {
          throw new IOException(TOO_MUCH);
        }
        if (!isBelow(entry.getName()) || byPath.put(entry.getName(), content) != null) {
          throw new IOException(
              "the entry '"
                  + ForeignText.oneLine(entry.getName(), 200)
                  + "' is no path below config/, or stands there twice");
        }
      }
    } catch (IOException | IllegalArgumentException e) { // the latter: a name in no known charset
      throw new UncheckedIOException(
          "A configuration is no readable zip",
          e instanceof IOException io ? io : new IOException(e));
    }
    return new ConfigFiles(byPath);
  }

  private static boolean isBelow(String path) {
    return !path.isEmpty()
        && !path.contains("\\")
        && path.chars().noneMatch(Character::isISOControl)
        && Stream.of(path.split("/", -1)).noneMatch(part -> part.isEmpty() || part.matches("\\.+"));
  }

  /** All files in one zip; the same files give the same bytes. */
  public byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : byPath.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(ZIP_TIME);
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Hash over the paths and the hashes of their contents, in order: it does not change with the way
   * they are packed.
   */
  public Hash hash() {
    StringBuilder lines = new StringBuilder();
    byPath.forEach(
        (path, content) ->
            lines.append(Hash.sha256(content).hex()).append("  ").append(path).append('\n'));
    return Hash.sha256(lines.toString());
  }

  /** The text of a file, or null if there is none at that path. */
  public @Nullable String text(String path) {
    byte[] content = byPath.get(path);
    return content == null ? null : new String(content, StandardCharsets.UTF_8);
  }

  public Map<String, byte[]> below(String folder) {
    return byPath.subMap(folder + "/", folder + "0"); // '0' follows '/'
  }
}
