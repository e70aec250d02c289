package io.shangda.hub.config;

import java.util.List;
import java.util.Set;

/** Files that the hub would pass over in silence, because of their name or folder. */
final class StrayFiles {
  private static final List<String> YAML_FOLDERS =
      List.of("sources", "targets", "rules", "screening");
  private static final Set<String> FOLDERS =
      Set.of(
          "sources", "targets", "mappings", "schemas", "codes", "rules", "calendar", "screening");

  private StrayFiles() {}

  static void check(ConfigFiles files, Mistakes mistakes) {
    for (String path : files.byPath().keySet()) {
      if (path.endsWith(".md") || path.equals(Retention.FILE)) {
        continue;
      }
      int slash = path.indexOf('/');
      String folder = slash < 0 ? "" : path.substring(0, slash);
      if (!FOLDERS.contains(folder)) {
        add(
            mistakes,
            path,
            "a file in one of "
                + String.join(", ", FOLDERS.stream().sorted().toList())
                + ", or "
                + Retention.FILE);
      } else if (YAML_FOLDERS.contains(folder) && !isRead(folder, path.substring(slash + 1))) {
        add(mistakes, path, expected(folder));
      }
    }
  }

  private static boolean isRead(String folder, String name) {
    boolean hasBases = folder.equals("sources") || folder.equals("targets");
    String direct = hasBases && name.startsWith("base/") ? name.substring(5) : name;
    boolean suffix = name.endsWith(".yaml") || folder.equals("sources") && direct.endsWith(".csv");
    return suffix && !direct.contains("/");
  }

  private static String expected(String folder) {
    String direct = "config/" + folder + "/<name>.yaml";
    return switch (folder) {
      case "sources" -> direct + ", base/<name>.yaml, or a CSV file named by 'instances'";
      case "targets" -> direct + " or base/<name>.yaml";
      default -> direct;
    };
  }

  private static void add(Mistakes mistakes, String path, String expected) {
    mistakes.add(new Place("config/" + path, 0), "", "a file that nothing reads", expected);
  }
}
