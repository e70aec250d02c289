package io.shangda.hub.config;

/**
 * One source or target as it is in effect: its base and instance put in.
 *
 * @param file that it was written in, below the working directory
 * @param instance true if it is a row of a CSV file
 */
record Document(String file, boolean instance, Value.Fields fields) {
  /** The id written in it; the file's name if there is none. */
  String id() {
    String id = fields.text("id");
    return id == null ? nameOf(file) : id;
  }

  /** The same document with other fields. */
  Document with(Value.Fields other) {
    return new Document(file, instance, other);
  }

  /** A file's name without folder and suffix. */
  static String nameOf(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
