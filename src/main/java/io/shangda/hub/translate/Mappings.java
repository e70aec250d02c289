package io.shangda.hub.translate;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import java.io.StringReader;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The mappings of one configuration: JSLT below {@code config/mappings/}, which may import each
 * other by their path below that folder ({@code import "common/dates.jslt" as dates}) and call the
 * functions of {@link MappingFunctions}.
 */
public final class Mappings {
  static final String FOLDER = "mappings/";

  private final ConfigFiles files;
  private final Clock clock;
  private final CodeTables tables;
  // thousands of townships share one mapping: compiled once, unless a code table tells them apart
  private final Map<Context, Mapping> compiled = new ConcurrentHashMap<>();

  private record Context(String path, ZoneId zone, String source) {}

  /**
   * @param clock gives the day by which codes are looked up if a mapping names none
   */
  public Mappings(ConfigFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
    this.tables = new CodeTables(files);
  }

  /** Everything that is wrong with the mappings and code tables; empty if they are good. */
  public static List<ConfigMistake> check(ConfigFiles files) {
    return new MappingCheck(files).mistakes();
  }

  /**
   * @param path below {@code config/mappings/}
   * @param zone of times without an offset
   * @param source the source's id, whose own rows in code tables count; empty for none (a target's
   *     mapping)
   * @throws IllegalArgumentException if the mapping does not compile, which {@link #check} would
   *     have said
   */
  public Mapping compile(String path, ZoneId zone, String source) {
    Context context = new Context(path, zone, tables.has(source) ? source : "");
    return compiled.computeIfAbsent(
        context,
        c -> {
          try {
            String text = text(files, path);
            return new JsltMapping(
                path, parse(files, path, text, functions(zone, c.source())), text);
          } catch (JsltException e) {
            throw new IllegalArgumentException(
                "Mapping 'config/" + FOLDER + path + "' does not compile: " + e.getMessage(), e);
          }
        });
  }

  /**
   * A target's envelope mapping, which gives the same bytes whenever it is asked, see {@link
   * Timeless}.
   *
   * @throws IllegalArgumentException if the mapping does not compile, which {@link #checkEnvelope}
   *     would have said
   */
  public Mapping compileEnvelope(String path, ZoneId zone) {
    try {
      return new JsltMapping(path, envelope(path, zone), text(files, path));
    } catch (JsltException e) {
      throw new IllegalArgumentException(
          "Mapping 'config/" + FOLDER + path + "' does not compile: " + e.getMessage(), e);
    }
  }

  private Expression envelope(String path, ZoneId zone) {
    return parse(files, path, text(files, path), Timeless.of(functions(zone, "")));
  }

  /**
   * What is wrong with a mapping as an envelope's, though it is good as any other; mostly empty.
   */
  public List<ConfigMistake> checkEnvelope(String path) {
    try {
      parse(files, path, text(files, path), functions(ZoneOffset.UTC, ""));
    } catch (JsltException e) {
      return List.of(); // said by the check of all mappings
    }
    try {
      envelope(path, ZoneOffset.UTC);
      return List.of();
    } catch (JsltException e) {
      String source = e.getSource() == null ? path : e.getSource();
      return List.of(
          new ConfigMistake(
              "config/" + FOLDER + source,
              Math.max(0, e.getLine()),
              "",
              e.getMessageWithoutLocation(),
              "an envelope mapping that gives the same bytes at every resend: code() with a date"
                  + " such as .plannedAt, no now(), no random()"));
    }
  }

  /**
   * The same functions for rules, where a refused value is null, so that {@code uscc(.code)} alone
   * can be a condition.
   */
  public Collection<Function> ruleFunctions(ZoneId zone, String source) {
    return functions(zone, tables.has(source) ? source : "").stream()
        .map(function -> function instanceof RegexFunction ? function : new RuleFunction(function))
        .toList();
  }

  private List<Function> functions(ZoneId zone, String source) {
    return new MappingFunctions(tables, source, zone, clock).all();
  }

  static Expression parse(
      ConfigFiles files, String name, String text, Collection<Function> functions) {
    return new Parser(new StringReader(text))
        .withSource(name)
        .withFunctions(functions)
        .withResourceResolver(path -> new StringReader(text(files, path)))
        .compile();
  }

  private static String text(ConfigFiles files, String path) {
    String text = files.text(FOLDER + path);
    if (text == null) {
      throw new JsltException("there is no file config/" + FOLDER + path);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
