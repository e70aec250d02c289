package io.shangda.hub.config;

/**
 * One mistake in a configuration file.
 *
 * @param file path below the working directory
 * @param line counted from 1; 0 if the file as a whole is meant
 * @param key dotted path of the key; empty if none
 */
public record ConfigMistake(String file, int line, String key, String found, String expected) {
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + (key.isEmpty() ? "" : " " + key)
        + ": found "
        + found
        + "; expected "
        + expected;
  }
}
