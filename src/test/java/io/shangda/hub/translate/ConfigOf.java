package io.shangda.hub.translate;

import io.shangda.hub.config.ConfigFiles;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** A configuration made of a few texts. */
final class ConfigOf {
  private final TreeMap<String, byte[]> byPath = new TreeMap<>();

  ConfigOf with(String path, String text) {
    byPath.put(path, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  ConfigFiles files() {
    return new ConfigFiles(byPath);
  }
}
