package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a mapping's result as XML 1.0 in UTF-8, the same bytes for the same result: fields become
 * elements in their order, list items repeat their element, {@code @name} becomes an attribute,
 * {@code #text} the element's own text; null is left out. Characters that XML 1.0 has no form for
 * (section 2.2: most control characters, lone surrogates) are left out of texts.
 */
final class XmlText {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.:-]*");
  private static final String TEXT = "#text";

  private final StringBuilder xml =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  private XmlText() {}

  /**
   * @param root name of the root element; empty if the result itself has exactly one field, which
   *     then is the root
   * @throws IllegalArgumentException if no well-formed document can be made of it
   */
  static byte[] of(JsonNode result, String root) {
    XmlText text = new XmlText();
    if (root.isEmpty()) {
      if (result.size() != 1 || !result.isObject() || result.elements().next().isArray()) {
        throw new IllegalArgumentException(
            "found " + result.size() + " fields at its top; expected one, the root element");
      }
      Map.Entry<String, JsonNode> only = result.properties().iterator().next();
      text.element(only.getKey(), only.getValue());
    } else {
      text.element(root, result);
    }
    return text.xml.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void element(String name, JsonNode value) {
    if (value.isArray()) {
      value.forEach(item -> element(name, item));
      return;
    }
    if (value.isNull()) {
      return;
    }
    xml.append('<').append(checked(name));
    if (value.isObject()) {
      attributes(value);
    }
    xml.append('>');
    if (value.isObject()) {
      content(value);
    } else {
      escaped(value.asText());
    }
    xml.append("</").append(name).append('>');
  }

  private void attributes(JsonNode value) {
    value
        .properties()
        .forEach(
            field -> {
              if (field.getKey().startsWith("@")) {
                xml.append(' ').append(checked(field.getKey().substring(1))).append("=\"");
                escaped(field.getValue().asText());
                xml.append('"');
              }
            });
  }

  private void content(JsonNode value) {
    value
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals(TEXT)) {
                escaped(field.getValue().asText());
              } else if (!field.getKey().startsWith("@")) {
                element(field.getKey(), field.getValue());
              }
            });
  }

  private void escaped(String text) {
    text.codePoints().filter(XmlText::allowed).forEach(this::escaped);
  }

  private void escaped(int c) {
    switch (c) {
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '&' -> xml.append("&amp;");
      case '"' -> xml.append("&quot;");
      case '\r' -> xml.append("&#13;"); // a parser would turn a bare one into a line feed
      default -> xml.appendCodePoint(c);
    }
  }

  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no element or attribute name");
    }
    return name;
  }
}
