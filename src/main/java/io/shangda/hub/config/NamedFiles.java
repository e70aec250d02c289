package io.shangda.hub.config;

/** Files that are named by a key. */
final class NamedFiles {
  private NamedFiles() {}

  /**
   * @param folder below {@code config/} that the name is relative to
   */
  static void require(ConfigFiles files, Reading reading, String key, String folder) {
    String name = reading.textOrNull(key);
    if (name != null && !files.byPath().containsKey(folder + "/" + name)) {
      reading.mistake(key, Mistakes.quoted(name), "a file config/" + folder + "/" + name);
    }
  }
}
