package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hash by which a record's content is known again: over its JSON with keys in order and without
 * the fields that a source changes by itself, so that neither a reordered object nor a click
 * counter makes a new version.
 *
 * <p>Every record that is pulled comes through here, the unchanged ones too; hence no generator,
 * and no sorting of the keys that the record before had too.
 */
final class CanonicalJson {
  private final Set<String> ignored;

  /** Whether anything is left out below the first level: only then a path must be known. */
  private final boolean ignoresBelow;

  private volatile Shape shape = new Shape(List.of(), List.of());

  /**
   * @param ignored JSON Pointers to leave out
   */
  CanonicalJson(List<String> ignored) {
    this.ignored = Set.copyOf(ignored);
    this.ignoresBelow = ignored.stream().anyMatch(pointer -> pointer.indexOf('/', 1) > 0);
  }

  /** The keys of an object as they came, and those that count, in order. */
  private record Shape(List<String> names, List<String> ordered) {
    boolean fits(ObjectNode content) {
      if (content.size() != names.size()) {
        return false;
      }
      int i = 0;
      for (Iterator<String> all = content.fieldNames(); all.hasNext(); i++) {
        if (!all.next().equals(names.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  Hash hash(ObjectNode content) {
    Shape known = shape;
    if (!known.fits(content)) {
      List<String> names = names(content);
      known = new Shape(names, ordered(names, ""));
      shape = known;
    }
    JsonBytes out = new JsonBytes(2048);
    object(out, content, known.ordered, "");
    return Hash.sha256(out.toByteArray());
  }

  private void write(JsonBytes out, JsonNode node, @Nullable String path) {
    if (node.isObject()) {
      object(out, node, ordered(names(node), path), path);
    } else if (node.isArray()) {
      array(out, node, path);
    } else if (node.isTextual()) {
      out.string(node.textValue());
    } else {
      out.raw(node.asText().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void object(JsonBytes out, JsonNode node, List<String> ordered, @Nullable String path) {
    out.put('{');
    for (int i = 0; i < ordered.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      String name = ordered.get(i);
      out.string(name);
      out.put(':');
      write(out, node.get(name), below(path, name));
    }
    out.put('}');
  }

  private void array(JsonBytes out, JsonNode node, @Nullable String path) {
    out.put('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      write(out, node.get(i), below(path, Integer.toString(i)));
    }
    out.put(']');
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The place of a child; null if nothing is ignored there, so that none is written. */
  private @Nullable String below(@Nullable String path, String name) {
    return ignoresBelow && path != null ? place(path, name) : null;
  }

  /** Those that count, in the order of their UTF-16 code units. */
  private List<String> ordered(List<String> names, @Nullable String path) {
    List<String> ordered = new ArrayList<>(names);
    if (path != null && !ignored.isEmpty()) {
      ordered.removeIf(name -> ignored.contains(place(path, name)));
    }
    ordered.sort(null);
    return ordered;
  }

  private static String place(String path, String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
