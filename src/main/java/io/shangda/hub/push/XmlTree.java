package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML document as a tree that JSON Pointers can walk: {@code /root/child}. Elements are fields
 * under their local name (the prefix is the sender's own affair), an element that is repeated is a
 * list, attributes are {@code @name}, an element of text only is that text, and beside children its
 * text is {@code #text}.
 *
 * <p>Document types are refused whole, so that no entity is expanded and none fetched.
 */
final class XmlTree {
  private static final XMLInputFactory READERS = readers();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 100;

  private XmlTree() {}

  static JsonNode read(byte[] xml) throws XMLStreamException {
    return read(READERS.createXMLStreamReader(new ByteArrayInputStream(xml)));
  }

  /** The same of text; what it declares of its character set says nothing any more. */
  static JsonNode read(String xml) throws XMLStreamException {
    return read(READERS.createXMLStreamReader(new StringReader(xml)));
  }

  private static JsonNode read(XMLStreamReader reader) throws XMLStreamException {
    try {
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        if (reader.getEventType() == XMLStreamConstants.DTD) {
          throw new XMLStreamException("a document type is not accepted", reader.getLocation());
        }
      }
      ObjectNode document = NODES.objectNode();
      String root = reader.getLocalName();
      document.set(root, element(reader, 0));
      while (reader.hasNext()) {
        reader.next(); // what follows must be well formed too
      }
      return document;
    } finally {
      reader.close();
    }
  }

  private static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw new XMLStreamException("deeper than " + DEEPEST, reader.getLocation());
    }
    ObjectNode fields = NODES.objectNode();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      fields.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    StringBuilder text = new StringBuilder();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.isStartElement()) {
        String name = reader.getLocalName();
        add(fields, name, element(reader, depth + 1));
      } else if (reader.isCharacters() || reader.getEventType() == XMLStreamConstants.CDATA) {
        text.append(reader.getText());
      }
    }
    if (fields.isEmpty()) {
      return TextNode.valueOf(text.toString());
    }
    if (!text.toString().isBlank()) {
      fields.put("#text", text.toString());
    }
    return fields;
  }

  private static void add(ObjectNode fields, String name, JsonNode value) {
    JsonNode before = fields.get(name);
    if (before == null) {
      fields.set(name, value);
    } else if (before instanceof ArrayNode list) {
      list.add(value);
    } else {
      fields.set(name, NODES.arrayNode().add(before).add(value));
    }
  }

  private static XMLInputFactory readers() {
    XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
    readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    readers.setProperty(XMLInputFactory.IS_COALESCING, true);
    return readers;
  }
}
