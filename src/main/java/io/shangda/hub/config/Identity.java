package io.shangda.hub.config;

import java.util.Map;

/** The id of a source or target: that of its file, and no other's. */
final class Identity {
  private Identity() {}

  /**
   * @param seen places of the ids before this one, by id
   */
  static void check(
      Document document, Reading reading, Map<String, Place> seen, Mistakes mistakes) {
    String id = reading.text("id");
    Place place = reading.place("id");
    String name = Document.nameOf(document.file());
    if (!document.instance() && !id.equals(name)) {
      mistakes.add(place, "id", Mistakes.quoted(id), "'" + name + "', the name of the file");
    }
    Place earlier = seen.putIfAbsent(id, place);
    if (earlier != null) {
      mistakes.add(
          place, "id", Mistakes.quoted(id) + " again", "an id of its own (" + earlier + " has it)");
    }
  }
}
