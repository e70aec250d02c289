package io.shangda.hub.translate;

import com.schibsted.spt.data.jslt.JsltException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JSLT parser refuses, in an integrator's words: the parser itself tells its grammar, and
 * the line behind the one where something is missing.
 *
 * @param line from 1; 0 if the parser does not say
 */
record JsltMistake(int line, String found, String expected) {
  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "(?s)Parse error: Encountered \"(.*?)\" at line (\\d+), column (\\d+)\\.(.*)");
  private static final Pattern TOKEN = Pattern.compile("(?s) (?:<[A-Z_]+>|\".*\") \"(.*) \"");
  private static final Pattern LEXICAL =
      Pattern.compile("(?s)Parse error: Lexical error at line (\\d+), column (\\d+)\\.(.*)");

  static JsltMistake of(JsltException e) {
    String message = e.getMessageWithoutLocation();
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.matches()) {
      return unexpected(e, unexpected);
    }
    Matcher lexical = LEXICAL.matcher(message);
    if (lexical.matches()) {
      boolean open = lexical.group(3).contains("<EOF>");
      return new JsltMistake(
          Integer.parseInt(lexical.group(1)),
          open
              ? "a text in quotes without an end"
              : "a character that JSLT does not know, in column " + lexical.group(2),
          open
              ? "a closing quote, in this line or one above"
              : "ASCII quotes, blanks and signs (no full-width ones) outside texts");
    }
    String first = message.lines().findFirst().orElse(message);
    return new JsltMistake(Math.max(0, e.getLine()), first, "valid JSLT");
  }

  /** What is missing is missing behind the last token that was understood. */
  private static JsltMistake unexpected(JsltException e, Matcher message) {
    int tokenLine = Integer.parseInt(message.group(2));
    String token = token(message.group(1));
    String expecting = message.group(4);
    if (token.equals("<EOF>")) {
      return new JsltMistake(
          tokenLine, "the end of the file", "the ']', '}' or ')' that closes what was opened");
    }
    String what = "'" + token + "' in line " + tokenLine + ", column " + message.group(3);
    if (expecting.contains("\",\"")) {
      return new JsltMistake(
          e.getLine() > 0 ? e.getLine() : tokenLine,
          what,
          "a comma before it (or the sign that closes what was opened)");
    }
    if (expecting.contains("\":\"")) {
      return new JsltMistake(tokenLine, what, "a colon between a key and its value");
    }
    return new JsltMistake(tokenLine, what, "valid JSLT");
  }

  private static String token(String encountered) {
    Matcher token = TOKEN.matcher(encountered);
    if (!token.matches()) {
      return encountered.strip();
    }
    return token.group(1).replace("\\\"", "\"").strip();
  }
}
