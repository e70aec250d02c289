package io.shangda.hub.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts of routes that Camel evaluates at run time. A function of Simple may read what came in; it
 * may not take it for the name of a function, a class, a bean, a header or an address.
 */
final class RouteTexts {
  private static final Pattern FUNCTION = Pattern.compile("\\$\\{([^{}]*)}|\\$simple\\{([^{}]*)}");

  /** What a function may say. Anything else of Simple is code, or reads what no route needs. */
  private static final Pattern READS =
      Pattern.compile(
          "body|bodyAs\\(String\\)|bodyOneLine|null|uuid|exchangeId|routeId|exception\\.message|date:now:[A-Za-z0-9"
              + " :'./_-]+|headers?[.:][A-Za-z0-9_-]+|headers?\\[[A-Za-z0-9_-]+]"
              + "|variable\\.[A-Za-z0-9_-]+"
              + "|exchangeProperty\\.[A-Za-z0-9_]+(\\??\\.[A-Za-z0-9_]+(\\(('[^'$]*'|[0-9]*)\\))?)*");

  private static final Pattern REFLECTS =
      Pattern.compile("(?i)\\.(get)?(class|classLoader|declaringClass|module|context)\\b");

  /** What the configuration says, and the path the hub has made of it. */
  private static final Pattern CONFIGURED =
      Pattern.compile("exchangeProperty\\.((source|target)\\.options\\..*|pushPath)");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private static final Pattern OBEYED =
      Pattern.compile("(?i)(camel|org\\.apache\\.camel|shangda|jms).*");

  /** Headers of Camel that a connector sets, and where from: the host must be a configured one. */
  private static final Set<String> ADDRESS = Set.of("CamelHttpUri", "CamelHttpPath");

  private static final Set<String> REQUEST =
      Set.of("CamelHttpMethod", "CamelHttpQuery", "CamelHttpRawQuery");

  /** Properties that are the hub's own. */
  private static final Set<String> OWN =
      Set.of(
          "source",
          "cursor",
          "reason",
          "notice",
          "run",
          "target",
          "claimed",
          "requests",
          "unrendered",
          "replied",
          "hinted",
          "pushStarted",
          "pushBegun",
          "pushPath",
          "shangdaAsked");

  /** Properties by which a connector gives orders: written in the route, not made of an answer. */
  private static final Set<String> ORDERS = Set.of("failure", "afterCommit");

  private final Mistakes mistakes;

  RouteTexts(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /**
   * Where a text stands.
   *
   * @param key route and step
   */
  record At(Place place, String key) {}

  /** A text of Simple. */
  void simple(At at, String text) {
    Matcher function = FUNCTION.matcher(text);
    StringBuilder rest = new StringBuilder();
    while (function.find()) {
      String says = function.group(1) == null ? function.group(2) : function.group(1);
      if (!READS.matcher(says.strip()).matches() || REFLECTS.matcher(says).find()) {
        add(
            at,
            "the function " + Mistakes.quoted("${" + says + "}"),
            "body, bodyAs(String), header.…, exchangeProperty.…, variable.…, date:now:…, uuid");
      }
      function.appendReplacement(rest, "\u0001");
    }
    function.appendTail(rest);
    if (rest.indexOf("${") >= 0 || rest.indexOf("$simple{") >= 0) {
      add(
          at,
          "a function inside a function in " + Mistakes.quoted(text),
          "functions side by side: what came in must not name another");
    }
    if (rest.toString().matches("(?s).*\u0001'?\\s+(not )?(regex|is)\\s+'?\u0001.*")) {
      add(at, "a pattern or a class made of what came in", "'…' behind regex and is");
    }
  }

  /** The method of a bean, with or without what it is given. */
  void call(At at, @Nullable String bean, String method) {
    String given = method.replaceFirst("^[A-Za-z]\\w*", "");
    if (!given.isEmpty() && !given.matches("(?s)\\(.*\\)")) {
      add(at, "the method " + Mistakes.quoted(method), "a method's name");
      return;
    }
    simple(at, given);
    if ("secrets".equals(bean) && !isConfigured(given)) {
      add(
          at,
          "secrets resolved in " + Mistakes.quoted(given),
          "${exchangeProperty.source.options.…}: what came in must not name a secret");
    }
  }

  /** A header or property that a step sets. */
  void set(At at, boolean connector, String step, String name, Value.Fields body) {
    boolean property = step.equals("setProperty");
    if (!NAME.matcher(name).matches() || (OBEYED.matcher(name).matches() && !isRequest(name))) {
      add(at, "the name " + Mistakes.quoted(name), "a fixed name that has no meaning to Camel");
    } else if (connector && property && OWN.contains(name)) {
      add(at, "the property '" + name + "'", "another name: this one is the hub's own");
    } else if (property && ORDERS.contains(name) && constant(body) == null) {
      add(at, "'" + name + "' made of something", "'constant': it is an order to the hub");
    } else if (ADDRESS.contains(name) && !isConfigured(text(body))) {
      add(
          at,
          "an address made of " + Mistakes.quoted(String.valueOf(text(body))),
          "${exchangeProperty.source.options.…}, ${exchangeProperty.target.options.…},"
              + " ${exchangeProperty.pushPath}: credentials go with every request");
    }
  }

  private static boolean isRequest(String name) {
    return ADDRESS.contains(name) || REQUEST.contains(name);
  }

  /** Whether all that a text takes from the exchange is configuration. */
  private static boolean isConfigured(@Nullable String text) {
    if (text == null) {
      return false;
    }
    Matcher function = FUNCTION.matcher(text);
    while (function.find()) {
      String says = function.group(1) == null ? function.group(2) : function.group(1);
      if (!CONFIGURED.matcher(says.strip()).matches()) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String constant(Value.Fields body) {
    return text(body, "constant");
  }

  /** The expression's text, in Simple or constant; null if it is in another language. */
  private static @Nullable String text(Value.Fields body) {
    String simple = text(body, "simple");
    return simple == null ? constant(body) : simple;
  }

  private static @Nullable String text(Value.Fields body, String language) {
    for (Value holder :
        List.of(body, body.get("expression") == null ? body : body.get("expression"))) {
      Value found = holder instanceof Value.Fields fields ? fields.get(language) : null;
      if (found instanceof Value.Fields fields) {
        return fields.get("expression") == null
            ? null
            : java.util.Objects.requireNonNull(fields.get("expression")).json().asText();
      }
      if (found != null) {
        return found.json().asText();
      }
    }
    return null;
  }

  private void add(At at, String found, String expected) {
    mistakes.add(at.place(), at.key(), found, expected);
  }
}
