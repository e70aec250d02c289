package io.shangda.hub.config;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one configuration, wherever they were read from: the {@code config/} folder, or a
 * row of the {@code configuration} table.
 *
 * @param byPath content by path relative to {@code config/}, with forward slashes
 */
public record ConfigFiles(SortedMap<String, byte[]> byPath) {

  /** The text of a file, or null if there is none at that path. */
  public @Nullable String text(String path) {
    byte[] content = byPath.get(path);
    return content == null ? null : new String(content, StandardCharsets.UTF_8);
  }

  public Map<String, byte[]> below(String folder) {
    return byPath.subMap(folder + "/", folder + "0"); // '0' follows '/'
  }
}
