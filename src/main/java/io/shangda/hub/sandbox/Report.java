package io.shangda.hub.sandbox;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One report to the province platform: {@code <DES>} with VALIDATION, TITLE, CONTEXT and
 * attachments.
 *
 * @param parts the sections that were there, by upper-case name
 * @param attachments one map for each SOURCE
 */
record Report(Map<String, Map<String, String>> parts, List<Map<String, String>> attachments) {
  private static final int SECTION = 2;

  boolean has(String part) {
    return parts.containsKey(part);
  }

  /** A field of TITLE; empty if it is missing. */
  String title(String name) {
    return value("TITLE", name);
  }

  /** A field of VALIDATION, by which the sender names itself; empty if it is missing. */
  String validation(String name) {
    return value("VALIDATION", name);
  }

  /** A field of CONTEXT; empty if it is missing. */
  String context(String name) {
    return value("CONTEXT", name);
  }

  Map<String, String> context() {
    return parts.getOrDefault("CONTEXT", Map.of());
  }

  private String value(String part, String name) {
    return parts.getOrDefault(part, Map.of()).getOrDefault(name, "");
  }

  /**
   * @throws XMLStreamException if it is no XML, or has a document type: entities could read this
   *     machine's files
   */
  static Report read(byte[] xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
    Report report = new Report(new HashMap<>(), new ArrayList<>());
    int depth = 0;
    String section = "";
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamReader.DTD) {
        throw new XMLStreamException("document type is not allowed", reader.getLocation());
      }
      if (event == XMLStreamReader.START_ELEMENT) {
        String name = reader.getLocalName().toUpperCase(Locale.ROOT);
        if (++depth == SECTION) {
          section = name;
          report.parts.put(name, new HashMap<>());
        } else if ("SOURCE".equals(name)) {
          report.attachments.add(new HashMap<>());
        } else if (depth > SECTION) {
          report.put(section, name, reader.getElementText().trim());
          depth--; // getElementText has read the end of the element
        }
      } else if (event == XMLStreamReader.END_ELEMENT) {
        depth--;
      }
    }
    return report;
  }

  private void put(String section, String name, String value) {
    if ("FILECONTEXT".equals(section)) {
      if (!attachments.isEmpty()) {
        attachments.get(attachments.size() - 1).put(name, value);
      }
    } else {
      parts.getOrDefault(section, new HashMap<>()).put(name, value);
    }
  }
}
