package io.shangda.hub.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Configurations kept as test resources. */
final class Folders {
  static final Path TEST = Path.of("src/test/resources/config");
  static final Path GOOD = TEST.resolve("good");
  static final Set<String> CONNECTORS =
      Set.of("pull-http-json", "pull-files", "pull-rows", "push-http");

  private Folders() {}

  static ConfigFiles good() {
    return ConfigFiles.read(GOOD);
  }

  /** The good configuration with the files of another folder put over its own. */
  static ConfigFiles goodWith(Path folder) {
    TreeMap<String, byte[]> files = new TreeMap<>(good().byPath());
    files.putAll(ConfigFiles.read(folder).byPath());
    return new ConfigFiles(files);
  }

  static ConfigFiles goodWith(Map<String, String> texts) {
    TreeMap<String, byte[]> files = new TreeMap<>(good().byPath());
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new ConfigFiles(files);
  }
}
