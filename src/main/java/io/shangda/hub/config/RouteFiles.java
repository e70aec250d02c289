package io.shangda.hub.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The route files of a folder, as far as a configuration depends on them.
 *
 * @param connectors names of the connectors there are: {@code connectors/<name>.camel.yaml} with a
 *     route that starts at {@code direct:<name>}
 * @param mistakes what is wrong with the files: no YAML, ids that are missing, twice or not in
 *     kebab-case, no description or group, a {@code direct:} that leads nowhere, anything by which
 *     what comes in could choose what the hub does
 */
public record RouteFiles(Set<String> connectors, List<ConfigMistake> mistakes) {
  private static final String SUFFIX = ".camel.yaml";

  /**
   * Reads every {@code *.camel.yaml} below a folder.
   *
   * @throws UncheckedIOException if the folder or a file cannot be read
   */
  public static RouteFiles read(Path routesFolder) {
    Mistakes mistakes = new Mistakes();
    RouteRules rules = new RouteRules(mistakes);
    Set<String> connectors = new TreeSet<>();
    for (Path file : files(routesFolder)) {
      String relative = routesFolder.relativize(file).toString().replace('\\', '/');
      String path = "routes/" + relative;
      Value value = new YamlReader(path, mistakes).read(text(file));
      Set<String> starts = value == null ? Set.of() : rules.read(path, value);
      if (relative.startsWith("connectors/") && value != null) {
        String name = relative.substring("connectors/".length()).replace(SUFFIX, "");
        if (starts.contains("direct:" + name)) {
          connectors.add(name);
        } else {
          mistakes.add(
              new Place(path, 0),
              "",
              starts.isEmpty() ? "no route" : "routes that start at " + String.join(", ", starts),
              "a route that starts at direct:" + name + ", as the file is named");
        }
      }
    }
    rules.requireEnds();
    return new RouteFiles(connectors, mistakes.inOrder());
  }

  private static List<Path> files(Path folder) {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(file -> file.toString().endsWith(SUFFIX)).sorted().forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException("The routes in " + folder + " are unreadable", e);
    }
    return all;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The route file " + file + " is unreadable as UTF-8", e);
    }
  }
}
