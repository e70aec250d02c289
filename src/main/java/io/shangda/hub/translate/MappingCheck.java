package io.shangda.hub.translate;

import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds every mistake of the mappings and code tables of a configuration. */
final class MappingCheck {
  private static final String SUFFIX = ".jslt";
  private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([^\"]+)\"");
  private static final Pattern CODE_CALL =
      // a call, or what may only look as if it held one: a text, a comment
      Pattern.compile("\\bcode\\s*\\(\\s*\"([^\"]+)\"|\"[^\"\n]*\"|//[^\n]*");

  private final ConfigFiles files;
  private final CodeTables tables;
  private final List<Function> functions;
  // a broken import is met again from every file that imports it
  private final Set<ConfigMistake> mistakes = new LinkedHashSet<>();

  MappingCheck(ConfigFiles files) {
    this.files = files;
    this.tables = new CodeTables(files);
    this.functions = new MappingFunctions(tables, "", ZoneOffset.UTC, Clock.systemUTC()).all();
  }

  List<ConfigMistake> mistakes() {
    mistakes.addAll(tables.mistakes());
    Set<String> paths = new TreeSet<>();
    for (String path : files.below("mappings").keySet()) {
      if (path.endsWith(SUFFIX)) {
        paths.add(path.substring(Mappings.FOLDER.length()));
      }
    }
    Set<String> imported = imported(paths);
    for (String path : paths) {
      compile(path, imported.contains(path));
      namesTables(path);
    }
    return new ArrayList<>(mistakes);
  }

  private Set<String> imported(Set<String> paths) {
    Set<String> imported = new TreeSet<>();
    for (String path : paths) {
      Matcher matcher = IMPORT.matcher(text(path));
      while (matcher.find()) {
        imported.add(matcher.group(1));
      }
    }
    return imported;
  }

  /** A module, which may have no body of its own, is compiled through a file that imports it. */
  private void compile(String path, boolean module) {
    try {
      String text = module ? "import \"" + path + "\" as module {}" : text(path);
      Mappings.parse(files, module ? "import of " + path : path, text, functions);
    } catch (JsltException e) {
      mistakes.add(mistake(path, e));
    } catch (StackOverflowError e) {
      mistakes.add(
          new ConfigMistake(file(path), 0, "", "nesting without end", "a mapping that ends"));
    }
  }

  private static ConfigMistake mistake(String path, JsltException e) {
    String source = e.getSource() == null ? path : e.getSource();
    JsltMistake told = JsltMistake.of(e);
    return new ConfigMistake(file(source), told.line(), "", told.found(), told.expected());
  }

  private void namesTables(String path) {
    String text = text(path);
    Matcher matcher = CODE_CALL.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null && tables.get(matcher.group(1)) == null) {
        int line =
            1 + (int) text.substring(0, matcher.start(1)).chars().filter(c -> c == '\n').count();
        String table = "config/codes/" + matcher.group(1) + ".csv";
        mistakes.add(
            new ConfigMistake(
                file(path),
                line,
                "code",
                "code table '" + matcher.group(1) + "', which does not exist",
                "a file " + table));
      }
    }
  }

  private String text(String path) {
    String text = files.text(Mappings.FOLDER + path);
    return text == null ? "" : text;
  }

  private static String file(String path) {
    return "config/" + Mappings.FOLDER + path;
  }
}
