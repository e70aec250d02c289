package io.shangda.hub.push;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shangda.hub.push.PushReply.Answered;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, as text and as a tree; each made when it is first asked for. A body that
 * is not exactly one document of its format has no tree: what stands in it is nothing definite.
 */
final class Answer {
  private final Answered answered;
  private final String format;
  private @Nullable String text;
  private @Nullable JsonNode tree;
  private boolean unreadable;

  Answer(Answered answered, String format) {
    this.answered = answered;
    this.format = format;
  }

  int status() {
    return answered.status();
  }

  String type() {
    return answered.headers().getOrDefault("content-type", "");
  }

  boolean empty() {
    return answered.body().length == 0;
  }

  String text() {
    if (text == null) {
      text = AnswerText.of(answered.body(), type());
    }
    return text;
  }

  /** The tree; a missing node if the body is empty or is not of the format. */
  JsonNode tree() {
    if (tree == null) {
      try {
        tree = empty() ? MissingNode.getInstance() : parsed();
      } catch (IOException | XMLStreamException e) {
        unreadable = true;
        tree = MissingNode.getInstance();
      }
    }
    return tree;
  }

  /** Whether there is a body that is not of the format. */
  boolean unreadable() {
    tree();
    return unreadable;
  }

  private JsonNode parsed() throws IOException, XMLStreamException {
    return switch (format) {
      case "xml" ->
          AnswerText.isWide(answered.body()) ? XmlTree.read(answered.body()) : XmlTree.read(text());
      case "text" -> TextNode.valueOf(text());
      default -> json();
    };
  }

  /**
   * As JSON whatever the target's format: a gateway before an XML platform speaks problem+json too.
   */
  JsonNode problem() {
    if (type().toLowerCase(Locale.ROOT).contains("json")) {
      try {
        return empty() ? MissingNode.getInstance() : json();
      } catch (IOException e) {
        return MissingNode.getInstance();
      }
    }
    return MissingNode.getInstance();
  }

  private JsonNode json() throws IOException {
    return AnswerJson.read(answered.body(), type());
  }

  /** The text of a field; that of an object or list is its JSON. */
  static String textOf(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** The text at a place; empty if there is none. */
  static String textAt(JsonNode from, @Nullable JsonPointer place) {
    if (place == null) {
      return "";
    }
    JsonNode value = from.at(place);
    return value.isMissingNode() || value.isNull() ? "" : textOf(value);
  }

  /** Field errors in one line: what stands in each, in its order. */
  static String errorsAt(JsonNode from, @Nullable JsonPointer place) {
    JsonNode errors = place == null ? MissingNode.getInstance() : from.at(place);
    if (errors.isMissingNode() || errors.isNull()) {
      return "";
    }
    return errors.isArray()
        ? lines(errors).collect(Collectors.joining("; "))
        : words(errors).collect(Collectors.joining(" "));
  }

  private static Stream<String> lines(JsonNode errors) {
    return StreamSupport.stream(errors.spliterator(), false)
        .map(error -> words(error).collect(Collectors.joining(" ")))
        .filter(line -> !line.isEmpty());
  }

  private static Stream<String> words(JsonNode error) {
    Stream<JsonNode> parts =
        error.isContainerNode()
            ? StreamSupport.stream(error.spliterator(), false)
            : Stream.of(error);
    return parts
        .filter(part -> part.isValueNode() && !part.isNull())
        .map(JsonNode::asText)
        .filter(word -> !word.isEmpty());
  }
}
