package io.shangda.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.shangda.hub.config.RouteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All that is in {@code routes/}, as an operator meets it in the console. */
class RoutesTest {
  private static final Path ROUTES = Path.of("routes");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** A name that can never be resolved (RFC 2606), where a component insists on one. */
  private static final String PLACEHOLDER = "source.invalid";

  private static final Pattern HOST =
      Pattern.compile(
          "://(?!\\{\\{)|\\blocalhost\\b|\\b\\d{1,3}(\\.\\d{1,3}){3}\\b|^[\\w-]+(\\.[\\w-]+)+(:\\d+)?(/.*)?$");

  /** What has an id: a route, a template or a policy, with the file it stands in. */
  private record Definition(Path file, String kind, JsonNode body) {
    String id() {
      return body.path("id").asText();
    }

    JsonNode route() {
      return kind.equals("routeTemplate") ? body.path("route") : body;
    }

    @Override
    public String toString() {
      return file + " " + kind + " '" + id() + "'";
    }
  }

  @Test
  void shouldPassTheHubsOwnCheck() {
    RouteFiles routes = RouteFiles.read(ROUTES);

    assertThat(routes.mistakes()).isEmpty();
    assertThat(routes.connectors()).contains("pull-http-json", "pull-files", "push-http");
  }

  @Test
  void shouldGiveEveryRouteAnIdOfItsOwn() {
    List<String> ids =
        Stream.concat(
                definitions("route", "routeTemplate", "routeConfiguration").stream()
                    .map(Definition::id),
                definitions("routeTemplate").stream().map(d -> d.route().path("id").asText()))
            .toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+(-[a-z0-9]+)*"));
  }

  @Test
  void shouldDescribeAndGroupEveryRoute() {
    assertThat(definitions("route", "routeTemplate"))
        .allSatisfy(
            d -> {
              assertThat(d.route().path("description").asText())
                  .as("description of %s", d)
                  .isNotBlank();
              assertThat(d.route().path("group").asText()).as("group of %s", d).isNotBlank();
            });
  }

  /** The console's diagram and tree show it; in the diagram's boxes a longer one does not fit. */
  @Test
  void shouldNameEveryStepForTheDiagram() {
    List<String> ids = new ArrayList<>();
    assertThat(definitions("route", "routeTemplate", "routeConfiguration"))
        .allSatisfy(
            d ->
                assertThat(steps(d.kind().equals("routeTemplate") ? d.route() : d.body()))
                    .as("steps of %s", d)
                    .allSatisfy(
                        step -> {
                          String id = step.path("id").asText();
                          assertThat(id)
                              .as("id of %s", step)
                              .matches("[a-z]+(-[a-z]+)*")
                              .hasSizeLessThan(17);
                          ids.add(id);
                        }));
    assertThat(ids).doesNotHaveDuplicates();
  }

  /** What a route begins with, every step, and every branch. */
  private static List<JsonNode> steps(JsonNode node) {
    List<JsonNode> found = new ArrayList<>();
    node.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              switch (field.getKey()) {
                case "from" -> found.add(value);
                case "steps" -> value.forEach(step -> step.forEach(found::add));
                case "when", "doCatch" -> value.forEach(found::add);
                default -> {}
              }
              found.addAll(steps(value));
            });
    if (node.isArray()) {
      node.forEach(item -> found.addAll(steps(item)));
    }
    return found;
  }

  @Test
  void shouldDescribeEveryParameterOfATemplate() {
    assertThat(definitions("routeTemplate"))
        .allSatisfy(
            d ->
                assertThat(d.body().path("parameters"))
                    .as("parameters of %s", d)
                    .isNotEmpty()
                    .allSatisfy(
                        parameter -> {
                          assertThat(parameter.path("name").asText()).isNotBlank();
                          assertThat(parameter.path("description").asText()).isNotBlank();
                        }));
  }

  @Test
  void shouldNameNoHost() {
    assertThat(definitions("route", "routeTemplate", "routeConfiguration"))
        .allSatisfy(d -> assertThat(hosts(d.body(), "")).as("hosts in %s", d).isEmpty());
  }

  @Test
  void shouldTreatErrorsOnlyInPolicies() {
    assertThat(definitions("route", "routeTemplate"))
        .allSatisfy(d -> assertThat(d.body().findValues("onException")).as("%s", d).isEmpty());
    assertThat(definitions("routeConfiguration"))
        .allSatisfy(d -> assertThat(d.file()).hasFileName("policies.camel.yaml"));
  }

  @Test
  void shouldUseOnlyPoliciesThatExist() {
    List<String> policies = definitions("routeConfiguration").stream().map(Definition::id).toList();

    assertThat(definitions("route", "routeTemplate"))
        .filteredOn(d -> d.route().has("routeConfigurationId"))
        .allSatisfy(
            d ->
                assertThat(d.route().path("routeConfigurationId").asText())
                    .as("%s", d)
                    .isIn(policies));
  }

  @Test
  void shouldStartEveryConnectorWhereItsFileNameSays() {
    List<Path> files =
        files().stream().filter(file -> file.getParent().endsWith("connectors")).toList();

    assertThat(files)
        .isNotEmpty()
        .allSatisfy(
            file -> {
              String name = file.getFileName().toString().replace(".camel.yaml", "");
              assertThat(name).matches("(pull|push)-[a-z0-9-]+");
              assertThat(definitions("route"))
                  .filteredOn(d -> d.file().equals(file))
                  .extracting(
                      d ->
                          d.body().at("/from/uri").asText()
                              + ":"
                              + d.body().at("/from/parameters/name").asText())
                  .contains("direct:" + name);
            });
  }

  /** Texts that look like a host; a description is for people, an expression is no address. */
  private static List<String> hosts(JsonNode node, String key) {
    List<String> found = new ArrayList<>();
    if (node.isTextual()
        && !List.of("description", "expression", "exception").contains(key)
        && !node.asText().equals(PLACEHOLDER)
        && HOST.matcher(node.asText()).find()) {
      found.add(key + ": " + node.asText());
    }
    node.properties().forEach(field -> found.addAll(hosts(field.getValue(), field.getKey())));
    if (node.isArray()) {
      node.forEach(item -> found.addAll(hosts(item, key)));
    }
    return found;
  }

  private static List<Definition> definitions(String... kinds) {
    List<Definition> all = new ArrayList<>();
    for (Path file : files()) {
      for (JsonNode item : read(file)) {
        for (String kind : kinds) {
          if (item.has(kind)) {
            all.add(new Definition(file, kind, item.path(kind)));
          }
        }
      }
    }
    return all;
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.walk(ROUTES)) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("The route file " + file + " is unreadable", e);
    }
  }
}
