package io.shangda.hub.config;

import java.util.HashMap;
import java.util.Map;

/** Ids that must be unique among all files of a kind: findings are known by them. */
final class UniqueIds {
  private final String list;
  private final Mistakes mistakes;
  private final Map<String, Place> seen = new HashMap<>();

  /**
   * @param list key of the list whose items have the ids
   */
  UniqueIds(String list, Mistakes mistakes) {
    this.list = list;
    this.mistakes = mistakes;
  }

  void check(Reading file) {
    for (Reading item : file.items(list)) {
      Place place = item.place("id");
      Place earlier = seen.putIfAbsent(item.text("id"), place);
      if (earlier != null) {
        mistakes.add(
            place,
            list + ".id",
            Mistakes.quoted(item.text("id")) + " again",
            "an id of its own (" + earlier + " has it)");
      }
    }
  }
}
