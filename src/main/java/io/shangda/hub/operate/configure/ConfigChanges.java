package io.shangda.hub.operate.configure;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.EffectiveConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What differs between two configurations: sources and targets as they take effect, then files. */
final class ConfigChanges {
  private ConfigChanges() {}

  /** A line for each difference; empty if there is none. */
  static List<String> between(ConfigFiles before, ConfigFiles now) {
    List<String> lines = new ArrayList<>(effective(before, now));
    Set<String> paths = new TreeSet<>(before.byPath().keySet());
    paths.addAll(now.byPath().keySet());
    for (String path : paths) {
      byte[] old = before.byPath().get(path);
      byte[] content = now.byPath().get(path);
      if (old == null) {
        lines.add("new file      " + path);
      } else if (content == null) {
        lines.add("removed file  " + path);
      } else if (!Arrays.equals(old, content)) {
        lines.add("changed file  " + path);
      }
    }
    return lines;
  }

  private static List<String> effective(ConfigFiles before, ConfigFiles now) {
    Map<String, JsonNode> old = EffectiveConfig.all(before);
    Map<String, JsonNode> all = EffectiveConfig.all(now);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(all.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      JsonNode was = old.get(name);
      JsonNode is = all.get(name);
      if (was == null) {
        lines.add("new           " + name);
      } else if (is == null) {
        lines.add("removed       " + name);
      } else {
        JsonChanges.between(was, is)
            .forEach(line -> lines.add("changed       " + name + " " + line));
      }
    }
    return lines;
  }
}
