package io.shangda.hub.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every route must have so that it can be told apart and understood in the console. */
final class RouteRules {
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** Route ids may have parts that a template fills in. */
  private static final Pattern PARAMETER = Pattern.compile("\\{\\{[^}]*}}");

  private static final Set<String> NAMED = Set.of("route", "routeTemplate", "routeConfiguration");

  /** What stands beside the steps; other keys of Camel name classes, beans and scripts. */
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "route",
          Set.of(
              "id",
              "description",
              "group",
              "note",
              "routeConfigurationId",
              "streamCache",
              "autoStartup",
              "startupOrder",
              "from"),
          "routeTemplate",
          Set.of("id", "description", "parameters", "route"),
          "routeConfiguration",
          Set.of("id", "description", "errorHandler", "onException"));

  /** A connector's hook after the commit starts at its name with this behind. */
  private static final String HOOK = "-done";

  private final Mistakes mistakes;
  private final Map<String, Place> ids = new HashMap<>();
  private final Set<String> starts = new TreeSet<>();
  private final Map<String, Place> ends = new LinkedHashMap<>();
  private RouteSteps steps;

  RouteRules(Mistakes mistakes) {
    this.mistakes = mistakes;
    this.steps = new RouteSteps(mistakes, "");
  }

  /** Checks one file; gives the uris its routes start at. */
  Set<String> read(String file, Value value) {
    Set<String> here = new TreeSet<>();
    steps = new RouteSteps(mistakes, file);
    if (!(value instanceof Value.Items items)) {
      mistakes.add(new Place(file, 1), "", "no list", "a list of routes: '- route:' …");
      return here;
    }
    for (Value item : items.list()) {
      if (item instanceof Value.Fields fields) {
        fields
            .byKey()
            .forEach(
                (kind, body) -> {
                  if (!NAMED.contains(kind)) {
                    mistakes.add(
                        body.place(),
                        kind,
                        Mistakes.quoted(kind),
                        "one of route, routeConfiguration, routeTemplate");
                  } else if (body instanceof Value.Fields definition) {
                    definition(kind, definition, here);
                  }
                });
      }
    }
    starts.addAll(here);
    requireHook(file, here);
    return here;
  }

  /** What a connector wants done behind the commit must be a route beside it. */
  private void requireHook(String file, Set<String> here) {
    String hook = file.replaceFirst(".*/(.*)\\.camel\\.yaml", "direct:$1") + HOOK;
    if (file.startsWith("routes/connectors/")
        && steps.properties().contains("afterCommit")
        && !here.contains(hook)) {
      mistakes.add(new Place(file, 0), "afterCommit", "no hook", "a route that starts at " + hook);
    }
  }

  /** Checks, after all files, that every {@code direct:} leads to a route. */
  void requireEnds() {
    ends.forEach(
        (uri, place) -> {
          if (!starts.contains(uri)) {
            mistakes.add(place, "uri", "'" + uri + "'", "a uri at which a route starts");
          }
        });
  }

  private void definition(String kind, Value.Fields definition, Set<String> here) {
    id(kind, definition);
    keys(kind, definition);
    switch (kind) {
      case "route" -> route(kind, definition, here);
      case "routeTemplate" -> {
        require(kind, definition, "description");
        parameters(definition);
        if (definition.get("route") instanceof Value.Fields route) {
          route("routeTemplate.route", route, here);
        }
      }
      default -> {
        steps.check(String.valueOf(definition.text("id")), definition);
        walk(definition);
      }
    }
  }

  private void keys(String kind, Value.Fields definition) {
    Set<String> known = KEYS.getOrDefault(kind, Set.of());
    definition
        .byKey()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                mistakes.add(
                    value.place(),
                    kind + "." + key,
                    "an unknown key",
                    "one of " + String.join(", ", new TreeSet<>(known)));
              }
            });
  }

  private void id(String kind, Value.Fields definition) {
    String id = definition.text("id");
    Value value = definition.get("id");
    if (id == null || value == null) {
      mistakes.add(definition.place(), kind + ".id", "nothing", "an id in kebab-case");
      return;
    }
    if (!KEBAB.matcher(PARAMETER.matcher(id).replaceAll("x")).matches()) {
      mistakes.add(value.place(), kind + ".id", Mistakes.quoted(id), "an id in kebab-case");
    }
    Place earlier = ids.putIfAbsent(id, value.place());
    if (earlier != null) {
      mistakes.add(
          value.place(),
          kind + ".id",
          Mistakes.quoted(id) + " again",
          "an id of its own (" + earlier + " has it)");
    }
  }

  private void route(String kind, Value.Fields route, Set<String> here) {
    require(kind, route, "description");
    require(kind, route, "group");
    if (!kind.equals("route")) {
      keys("route", route);
    }
    steps.check(String.valueOf(route.text("id")), route);
    if (route.get("from") instanceof Value.Fields from) {
      String uri = uri(from);
      if (uri != null) {
        here.add(uri);
      }
      from.byKey().values().forEach(this::walk);
    } else {
      mistakes.add(route.place(), kind + ".from", "nothing", "where the route starts");
    }
    route.without("from").byKey().values().forEach(this::walk);
  }

  private void parameters(Value.Fields template) {
    if (template.get("parameters") instanceof Value.Items parameters) {
      for (Value parameter : parameters.list()) {
        if (parameter instanceof Value.Fields fields) {
          require("routeTemplate.parameters", fields, "description");
        }
      }
    }
  }

  private void require(String kind, Value.Fields definition, String key) {
    if (definition.text(key) == null) {
      mistakes.add(definition.place(), kind + "." + key, "nothing", "a text: the console shows it");
    }
  }

  private void walk(Value value) {
    if (value instanceof Value.Items items) {
      items.list().forEach(this::walk);
    } else if (value instanceof Value.Fields fields) {
      String uri = uri(fields);
      if (uri != null && uri.startsWith("direct:") && !uri.contains("{")) {
        ends.putIfAbsent(uri, fields.place());
      }
      fields.byKey().values().forEach(this::walk);
    }
  }

  /** The uri of an endpoint, a name given as parameter put in; without query. */
  private static @Nullable String uri(Value.Fields endpoint) {
    String uri = endpoint.text("uri");
    if (uri != null
        && uri.equals("direct")
        && endpoint.get("parameters") instanceof Value.Fields parameters) {
      return "direct:" + parameters.text("name");
    }
    return uri == null ? null : uri.replaceFirst("\\?.*", "").replaceFirst("^direct://", "direct:");
  }
}
