package io.shangda.hub.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The YAML files of one folder, with bases put in ({@code extends}) and instances made ({@code
 * instances}).
 */
final class Documents {
  static final String EXTENDS = "extends";
  static final String INSTANCES = "instances";
  private static final String YAML = ".yaml";

  private final ConfigFiles files;
  private final String folder;
  private final Mistakes mistakes;
  private final Map<String, Optional<Value.Fields>> read = new HashMap<>();

  /**
   * @param folder below {@code config/}: {@code sources}, {@code targets}, {@code rules}, …
   */
  Documents(ConfigFiles files, String folder, Mistakes mistakes) {
    this.files = files;
    this.folder = folder;
    this.mistakes = mistakes;
  }

  /** Files that stand for themselves, as written, by their path below {@code config/}. */
  Map<String, Value.Fields> written() {
    return in(folder);
  }

  /** Bases, as written, by their path below {@code config/}. */
  Map<String, Value.Fields> bases() {
    return in(folder + "/base");
  }

  /** A file that there is one of, as written; null if there is none. */
  Value.@Nullable Fields single(String path) {
    return files.byPath().containsKey(path) ? parse(path) : null;
  }

  /** Every source or target in effect, in the order of the files and rows. */
  List<Document> effective() {
    List<Document> all = new ArrayList<>();
    written()
        .forEach(
            (path, fields) -> {
              Value.Fields whole = withBases(fields, new ArrayList<>());
              String file = fields.place().file();
              if (whole == null) {
                return;
              }
              String instances = fields.text(INSTANCES);
              if (instances == null) {
                all.add(new Document(file, false, whole.without(EXTENDS)));
              } else {
                all.addAll(instances(instances, fields, whole));
              }
            });
    return all;
  }

  private List<Document> instances(String csv, Value.Fields written, Value.Fields whole) {
    String path = folder + "/" + csv;
    String text = files.byPath().containsKey(path) ? text(path) : null;
    if (text == null) {
      Value key = written.get(INSTANCES);
      mistakes.add(
          key == null ? written.place() : key.place(),
          INSTANCES,
          Mistakes.quoted(csv),
          "a CSV file config/" + path + " in UTF-8");
      return List.of();
    }
    Value.Fields template = whole.without(EXTENDS, INSTANCES);
    return new Instances("config/" + path, mistakes).of(template, text);
  }

  /** The fields over their base, and that over its own; null if the chain is broken. */
  private Value.@Nullable Fields withBases(Value.Fields fields, List<String> chain) {
    String base = fields.text(EXTENDS);
    Value key = fields.get(EXTENDS);
    if (base == null || key == null) {
      return fields;
    }
    if (chain.contains(base)) {
      mistakes.add(
          key.place(),
          EXTENDS,
          "a loop: " + String.join(" extends ", chain) + " extends " + base,
          "a chain of bases with an end");
      return null;
    }
    String path = folder + "/base/" + base + YAML;
    if (!files.byPath().containsKey(path)) {
      mistakes.add(key.place(), EXTENDS, Mistakes.quoted(base), "a file config/" + path);
      return null;
    }
    Value.Fields below = parse(path);
    chain.add(base);
    Value.Fields whole = below == null ? null : withBases(below, chain);
    return whole == null ? null : Merge.over(whole, fields);
  }

  private Map<String, Value.Fields> in(String place) {
    Map<String, Value.Fields> found = new LinkedHashMap<>();
    for (String path : files.below(place).keySet()) {
      boolean direct = path.indexOf('/', place.length() + 1) < 0;
      if (direct && path.endsWith(YAML)) {
        Value.Fields fields = parse(path);
        if (fields != null) {
          found.put(path, fields);
        }
      }
    }
    return found;
  }

  private Value.@Nullable Fields parse(String path) {
    return read.computeIfAbsent(path, this::parseNow).orElse(null);
  }

  private Optional<Value.Fields> parseNow(String path) {
    String text = text(path);
    return text == null
        ? Optional.empty()
        : Optional.ofNullable(new YamlReader("config/" + path, mistakes).readFields(text));
  }

  /** A file's text without byte order mark; null if it is not UTF-8, see {@link Encodings}. */
  private @Nullable String text(String path) {
    try {
      byte[] content = files.byPath().getOrDefault(path, new byte[0]);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      Encodings.check("config/" + path, files.byPath().getOrDefault(path, new byte[0]), mistakes);
      return null;
    }
  }
}
