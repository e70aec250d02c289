package io.shangda.hub.config;

/**
 * Where a value was written.
 *
 * @param file path below the working directory
 * @param line counted from 1; 0 if the file as a whole is meant
 */
record Place(String file, int line) {
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
