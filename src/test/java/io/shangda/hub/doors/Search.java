package io.shangda.hub.doors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is wrong with a text, by what was planted. */
final class Search {
  /** What would stand there had anybody done what a mark asks for. */
  private static final List<String> SPRUNG = List.of("sprung2", "root:x:0:0", "uid=0(");

  /** A line of metrics: nothing that a name holds may end it. */
  private static final Pattern METRIC =
      Pattern.compile(
          "#.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_]\\w*=\"([^\"\\\\\\n]|\\\\.)*\",?)*})? \\S+");

  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final List<String> secrets;

  Search(List<String> secrets) {
    this.secrets = secrets;
  }

  /** Of any text, wherever it lies. */
  List<String> faults(String text) {
    List<String> faults = new ArrayList<>();
    for (String secret : secrets) {
      if (text.contains(secret)) {
        faults.add("a secret: " + around(text, secret));
      }
    }
    for (String sprung : SPRUNG) {
      if (text.contains(sprung)) {
        faults.add("done as asked: " + around(text, sprung));
      }
    }
    return faults;
  }

  /** Of an answer of the hub's, by its content type. */
  List<String> faultsOfAnswer(String type, String body) {
    List<String> faults = faults(body);
    if (type.startsWith("application/json") || type.startsWith("application/problem+json")) {
      try {
        inside(STRICT.readTree(body), faults);
      } catch (JsonProcessingException e) {
        faults.add("no JSON: " + e.getOriginalMessage());
      }
    } else if (type.startsWith("text/html")) {
      tags(body, faults);
    } else if (type.startsWith("text/plain") || type.startsWith("application/openmetrics")) {
      body.lines()
          .filter(line -> !line.isEmpty() && !METRIC.matcher(line).matches())
          .findFirst()
          .ifPresent(line -> faults.add("no line of metrics: " + line));
    }
    return faults;
  }

  /** Pages stand in fields too: that of a record's proof. */
  private void inside(JsonNode node, List<String> faults) {
    if (node.isTextual()
        && node.asText().stripLeading().regionMatches(true, 0, "<!doctype", 0, 9)) {
      tags(node.asText(), faults);
    }
    node.forEach(inner -> inside(inner, faults));
  }

  private static void tags(String html, List<String> faults) {
    for (String tag : Marks.TAGS) {
      if (html.contains(tag)) {
        faults.add("not escaped in a page: " + around(html, tag));
      }
    }
  }

  /** Of a line of the log. */
  List<String> faultsOfLine(String line) {
    List<String> faults = faults(line);
    if (line.startsWith(Marks.FORGED)) {
      faults.add("a line that the hub did not write");
    }
    if (line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')
        || line.matches(".*[\u202a-\u202e\u2066-\u2069\u2028\u2029].*")) {
      faults.add("a character that a terminal obeys");
    }
    if (line.startsWith("\tat ") || line.startsWith("Caused by")) {
      faults.add("a stack trace");
    }
    if (line.matches("\\d\\d:\\d\\d:\\d\\d ERROR.*")) {
      faults.add("an error, where a system that means harm is nothing to mend");
    }
    return faults;
  }

  private static String around(String text, String found) {
    int at = text.indexOf(found);
    return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + found.length() + 20))
        .replaceAll("\\s+", " ");
  }
}
