package io.shangda.hub.translate;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every table of {@code config/codes/}, by its file name without suffix. */
final class CodeTables {
  private static final String FOLDER = "codes";
  private static final String SUFFIX = ".csv";

  private final Map<String, CodeTable> byName = new HashMap<>();
  private final List<ConfigMistake> mistakes = new ArrayList<>();

  /** Reads all tables; what is wrong with them is kept for {@link #mistakes}. */
  CodeTables(ConfigFiles files) {
    files
        .below(FOLDER)
        .forEach(
            (path, content) -> {
              if (path.endsWith(SUFFIX)) {
                CodeTableFile file = CodeTableFile.read(name(path), "config/" + path, content);
                byName.put(name(path), file.table());
                mistakes.addAll(file.mistakes());
              }
            });
  }

  @Nullable CodeTable get(String name) {
    return byName.get(name);
  }

  /** Whether any table has rows of this source. */
  boolean has(String source) {
    return byName.values().stream().anyMatch(table -> table.bySource().containsKey(source));
  }

  List<ConfigMistake> mistakes() {
    return List.copyOf(mistakes);
  }

  private static String name(String path) {
    return path.substring(FOLDER.length() + 1, path.length() - SUFFIX.length());
  }
}
