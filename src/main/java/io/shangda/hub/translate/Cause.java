package io.shangda.hub.translate;

import io.shangda.hub.record.Masks;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What JSLT says when it fails, without the data it quotes: messages are kept and shown. */
final class Cause {
  private static final String BY_INTEGRATOR = "error: ";
  private static final Pattern FUNCTION = Pattern.compile("^([a-z][-a-z0-9]*)\\(");

  private Cause() {}

  /**
   * JSLT's own words are ASCII, so every other letter is data and becomes an asterisk; the text of
   * the function {@code error} is the integrator's and stays.
   */
  static String withoutData(String message) {
    String line = Masks.inFinding(message.replace('\n', ' ').replace('\r', ' '));
    if (line.startsWith(BY_INTEGRATOR)) {
      return line;
    }
    StringBuilder shown = new StringBuilder(line.length());
    line.chars().forEach(c -> shown.append(c < 0x80 || c == '…' ? (char) c : '*'));
    return shown.toString();
  }

  /**
   * The lines that call the function a message is about ({@code number(x) failed}), because JSLT
   * gives no place for failures inside its own functions; empty if the message names none.
   */
  static String lines(String message, String mapping) {
    Matcher named = FUNCTION.matcher(message);
    String name = message.startsWith(BY_INTEGRATOR) ? "error" : named.find() ? named.group(1) : "";
    if (name.isEmpty()) {
      return "";
    }
    Pattern call = Pattern.compile("(?<![-\\w.:$])" + name + "\\s*\\(");
    List<String> lines = mapping.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> call.matcher(lines.get(i)).find())
        .mapToObj(i -> String.valueOf(i + 1))
        .collect(Collectors.joining("/"));
  }
}
