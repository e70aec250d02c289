package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML into values that know their line.
 *
 * <p>Plain scalars are understood as in YAML 1.2 (core schema), which is what editors do: {@code
 * 22:30}, {@code yes} and {@code 007} are texts. The parser's own rules are those of YAML 1.1,
 * where they are 1350, true and 7.
 */
final class YamlReader {
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> BOOLEAN =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");
  private static final int DEEPEST = 60;

  private final String file;
  private final Mistakes mistakes;

  YamlReader(String file, Mistakes mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  /** The whole document; null if it cannot be read, which is then a mistake. */
  @Nullable Value read(String text) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root == null) {
        mistakes.add(new Place(file, 0), "", "an empty file", "keys and values");
        return null;
      }
      return value(root, new Place(file, line(root)), "", 0);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      mistakes.add(
          new Place(file, line),
          "",
          "text that is no YAML (" + e.getProblem() + ")",
          "'key: value' with even indentation by spaces, and quotes around a value that has ': ' or"
              + " ' #' in it");
      return null;
    } catch (YAMLException e) {
      mistakes.add(
          new Place(file, 0), "", "text that is no YAML (" + e.getMessage() + ")", "plain YAML");
      return null;
    }
  }

  /** The whole document as keys and values; null if it is anything else, which is a mistake. */
  Value.@Nullable Fields readFields(String text) {
    Value value = read(text);
    if (value == null) {
      return null;
    }
    if (value instanceof Value.Fields fields) {
      return fields;
    }
    mistakes.add(value.place(), "", "a list or a single value", "keys and values");
    return null;
  }

  private Value value(Node node, Place place, String path, int depth) {
    if (depth > DEEPEST) { // an alias that contains itself has no end
      mistakes.add(place, path, "more than " + DEEPEST + " levels", "a flat structure, no loops");
      return new Value.Plain(place, NullNode.getInstance());
    }
    if (node instanceof MappingNode mapping) {
      return fields(mapping, place, path, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Value> list = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        list.add(
            value(item, new Place(file, line(item)), path + "[" + list.size() + "]", depth + 1));
      }
      return new Value.Items(place, List.copyOf(list));
    }
    ScalarNode scalar = (ScalarNode) node;
    requireNoTag(scalar, place, path);
    return new Value.Plain(place, json(scalar));
  }

  private Value.Fields fields(MappingNode mapping, Place place, String path, int depth) {
    Map<String, Value> byKey = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = new Place(file, line(tuple.getKeyNode()));
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        mistakes.add(keyPlace, path, "a key that is a list or a map", "a text as key");
        continue;
      }
      String key = keyNode.getValue();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      Value value = value(tuple.getValueNode(), keyPlace, keyPath, depth + 1);
      Value earlier = byKey.putIfAbsent(key, value);
      if (earlier != null) {
        mistakes.add(
            keyPlace,
            keyPath,
            "the key again",
            "each key once (it stands in line " + earlier.place().line() + " too)");
      }
    }
    return new Value.Fields(place, byKey);
  }

  private void requireNoTag(ScalarNode scalar, Place place, String path) {
    if (!scalar.getTag().getValue().startsWith(Tag.PREFIX)) {
      mistakes.add(place, path, "the tag " + scalar.getTag().getValue(), "a plain value");
    }
  }

  private static JsonNode json(ScalarNode scalar) {
    String text = scalar.getValue();
    if (!scalar.isPlain() || scalar.getTag().equals(Tag.STR) && !text.isEmpty()) {
      return TextNode.valueOf(text);
    }
    return plain(text);
  }

  /** A plain scalar by the core schema of YAML 1.2 (section 10.3.2), octal and hex left out. */
  static JsonNode plain(String text) {
    if (NULL.contains(text)) {
      return NullNode.getInstance();
    }
    if (BOOLEAN.contains(text)) {
      return BooleanNode.valueOf(text.toLowerCase(Locale.ROOT).equals("true"));
    }
    if (INTEGER.matcher(text).matches()) {
      return text.length() < 18
          ? LongNode.valueOf(Long.parseLong(text))
          : BigIntegerNode.valueOf(new BigInteger(text));
    }
    return FLOAT.matcher(text).matches()
        ? DecimalNode.valueOf(new BigDecimal(text))
        : TextNode.valueOf(text);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
