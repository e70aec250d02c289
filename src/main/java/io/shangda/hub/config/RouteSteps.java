package io.shangda.hub.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a route may be made of, so that nothing that comes over a wire chooses what the hub does:
 * steps, components, languages and beans by allow-lists, fixed addresses, and texts in which {@link
 * RouteTexts} finds nothing that data could turn into an order. Camel has many steps that ask a
 * message where to go; none of them is needed here.
 */
final class RouteSteps {
  private static final Set<String> STEPS =
      Set.of(
          "bean",
          "choice",
          "convertBodyTo",
          "delay",
          "doTry",
          "filter",
          "log",
          "loop",
          "removeHeader",
          "removeHeaders",
          "removeProperties",
          "removeProperty",
          "setBody",
          "setHeader",
          "setProperty",
          "split",
          "stop",
          "throwException",
          "to",
          "transform");

  private static final Set<String> LANGUAGES =
      Set.of("constant", "exchangeProperty", "header", "method", "simple", "tokenize", "variable");

  /** Of Camel's other languages; where one stands without 'expression' it is known by its name. */
  private static final Set<String> OTHER_LANGUAGES =
      Set.of(
          "csimple",
          "datasonnet",
          "groovy",
          "hl7terser",
          "java",
          "joor",
          "jq",
          "js",
          "jsonpath",
          "language",
          "mvel",
          "ognl",
          "python",
          "spel",
          "wasm",
          "xpath",
          "xquery",
          "xtokenize");

  private static final Set<String> OF_CONNECTORS = Set.of("direct", "http", "https", "log");
  private static final Set<String> OF_THE_HUB = Set.of("direct", "jms", "log", "seda", "timer");
  private static final Set<String> BEANS =
      Set.of("pullFiles", "pullHttp", "pushHttp", "pushReplies", "secrets");

  /** Options of {@code http} by which an answer cannot do more than be read. */
  private static final Set<String> HTTP =
      Set.of(
          "connectTimeout",
          "connectionRequestTimeout",
          "copyHeaders",
          "disableStreamCache",
          "followRedirects",
          "httpClientConfigurer",
          "httpMethod",
          "httpUri",
          "okStatusCodeRange",
          "responseTimeout",
          "throwExceptionOnFailure",
          "userAgent");

  private static final Pattern BEAN = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  private final Mistakes mistakes;
  private final RouteTexts texts;
  private final boolean connector;
  private final String client;
  private final Set<String> properties = new TreeSet<>();
  private String route = "";

  /**
   * @param file path below the working directory
   */
  RouteSteps(Mistakes mistakes, String file) {
    this.mistakes = mistakes;
    this.connector = file.startsWith("routes/connectors/");
    this.texts = new RouteTexts(mistakes);
    this.client =
        file.startsWith("routes/connectors/push-") ? "#pushHttpClient" : "#pullHttpClient";
  }

  /** Names of the exchange properties that the routes set. */
  Set<String> properties() {
    return properties;
  }

  /** Checks what stands below a route, a template or a policy. */
  void check(String id, Value definition) {
    route = id;
    if (definition instanceof Value.Fields fields
        && fields.get("from") instanceof Value.Fields from) {
      endpoint("from", from, from.text("uri"));
    }
    walk("", definition);
  }

  private void walk(String step, Value value) {
    if (value instanceof Value.Items items) {
      items.list().forEach(item -> walk(step, item));
    } else if (value instanceof Value.Fields fields) {
      fields.byKey().forEach((key, inner) -> field(step, key, inner));
    } else if (value.json().asText().matches("(?s).*#(class|type):.*")) {
      refuse(value, step, "a class named in a text", "a bean by its name");
    }
  }

  private void field(String step, String key, Value value) {
    switch (key) {
      case "steps" -> steps(value);
      case "expression" -> {
        if (value instanceof Value.Fields languages) {
          languages.byKey().forEach((name, text) -> language(step, name, text));
        } else {
          walk(step, value);
        }
      }
      case "parameters", "from" -> walk(step, value);
      default -> {
        boolean named = LANGUAGES.contains(key) && !(step.equals("bean") && key.equals("method"));
        if (named || OTHER_LANGUAGES.contains(key)) {
          language(step, key, value);
        } else if (key.equals("ref") && !step.equals("bean")) {
          refuse(value, step, "an expression by reference", "the expression itself");
        } else {
          walk(step, value);
        }
      }
    }
  }

  private void steps(Value value) {
    if (value instanceof Value.Items items) {
      for (Value item : items.list()) {
        if (item instanceof Value.Fields fields) {
          fields.byKey().forEach(this::step);
        } else {
          step(item.json().asText(), item);
        }
      }
    }
  }

  private void step(String name, Value body) {
    if (!STEPS.contains(name)) {
      refuse(
          body,
          name,
          "a step that a message could lead anywhere, or that is not needed here",
          name.equals("toD") || name.equals("recipientList")
              ? "'to' with a fixed uri"
              : "one of " + String.join(", ", new TreeSet<>(STEPS)));
      return;
    }
    switch (name) {
      case "to" -> endpoint(name, body, uri(body));
      case "bean" -> bean(body);
      case "setHeader", "setProperty" -> set(name, body);
      case "log", "throwException" -> message(name, body);
      default -> {}
    }
    walk(name, body);
  }

  private static @Nullable String uri(Value body) {
    return body instanceof Value.Fields fields ? fields.text("uri") : body.json().textValue();
  }

  private void endpoint(String step, Value body, @Nullable String uri) {
    String scheme = uri == null ? "" : uri.replaceFirst("(?s)[:?].*", "");
    Set<String> allowed =
        !connector ? OF_THE_HUB : step.equals("from") ? Set.of("direct") : OF_CONNECTORS;
    if (!allowed.contains(scheme)) {
      refuse(
          body,
          step,
          "the component '" + scheme + "'",
          "one of " + String.join(", ", new TreeSet<>(allowed)));
    } else if (uri != null && uri.contains("${")) {
      refuse(body, step, "a uri that is made at run time", "a fixed uri");
    } else if (scheme.startsWith("http")) {
      http(step, body, String.valueOf(uri));
    }
  }

  private void http(String step, Value body, String uri) {
    Value.Fields options =
        body instanceof Value.Fields fields
                && fields.get("parameters") instanceof Value.Fields parameters
            ? parameters
            : new Value.Fields(body.place(), Map.of());
    if (uri.contains("?")) {
      refuse(body, step, "options in the uri", "them under 'parameters'");
    }
    if (!client.equals(options.text("httpClientConfigurer"))) {
      refuse(
          body,
          step,
          "no httpClientConfigurer, or another",
          "'httpClientConfigurer: \"" + client + "\"': with it an answer has limits");
    }
    options
        .byKey()
        .forEach(
            (name, value) -> {
              if (!HTTP.contains(name) || (name.equals("followRedirects") && isTrue(value))) {
                refuse(
                    value,
                    step,
                    "the option '" + name + "'",
                    "one of " + String.join(", ", new TreeSet<>(HTTP)) + "; no redirects");
              }
            });
  }

  private static boolean isTrue(Value value) {
    return !value.json().asText().equals("false");
  }

  private void bean(Value body) {
    String ref = body instanceof Value.Fields fields ? fields.text("ref") : null;
    boolean known = ref != null && (connector ? BEANS.contains(ref) : BEAN.matcher(ref).matches());
    if (!known || (body instanceof Value.Fields fields && fields.get("beanType") != null)) {
      refuse(
          body,
          "bean",
          ref == null ? "no bean by its name" : "the bean '" + ref + "'",
          connector ? "one of " + String.join(", ", new TreeSet<>(BEANS)) : "'ref', a bean's name");
    }
    if (body instanceof Value.Fields fields && fields.get("method") != null) {
      texts.call(place(body, "bean"), ref, String.valueOf(fields.text("method")));
    }
  }

  private void set(String step, Value body) {
    if (!(body instanceof Value.Fields fields)) {
      return;
    }
    String name = String.valueOf(fields.text("name"));
    if (step.equals("setProperty")) {
      properties.add(name);
    }
    texts.set(place(body, step), connector, step, name, fields);
  }

  private void message(String step, Value body) {
    String text =
        body instanceof Value.Fields fields ? fields.text("message") : body.json().textValue();
    if (text != null) {
      texts.simple(place(body, step), text);
    }
  }

  private void language(String step, String name, Value value) {
    if (!LANGUAGES.contains(name)) {
      refuse(
          value,
          step,
          "the language '" + name + "'",
          "one of " + String.join(", ", new TreeSet<>(LANGUAGES)));
      return;
    }
    String text =
        value instanceof Value.Fields fields
            ? fields.text("expression")
            : value.json().isValueNode() ? value.json().asText() : null;
    if (name.equals("simple") && text != null) {
      texts.simple(place(value, step), text);
    } else if (name.equals("method")) {
      method(step, value);
    }
  }

  private void method(String step, Value value) {
    String ref = value instanceof Value.Fields fields ? fields.text("ref") : null;
    if (ref == null || (connector && !BEANS.contains(ref))) {
      refuse(
          value,
          step,
          "a method of " + (ref == null ? "no bean by its name" : "the bean '" + ref + "'"),
          "one of " + String.join(", ", new TreeSet<>(BEANS)));
    } else if (value instanceof Value.Fields fields && fields.text("method") != null) {
      texts.call(place(value, step), ref, String.valueOf(fields.text("method")));
    }
  }

  private RouteTexts.At place(Value value, String step) {
    return new RouteTexts.At(value.place(), route + "." + step);
  }

  private void refuse(Value value, String step, String found, String expected) {
    mistakes.add(value.place(), route + (step.isEmpty() ? "" : "." + step), found, expected);
  }
}
