package io.shangda.hub.operate;

import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.RouteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/** Reads route files as Camel will, without starting one: steps and options it does not know. */
final class RouteSyntax {
  /** The place in Camel's message, with the text there. */
  private static final Pattern MARK =
      Pattern.compile(" *in \\S+, line (\\d+), column \\d+:.*?\\^ ?");

  private RouteSyntax() {}

  /** All that is wrong with {@code routes/}; of a file the rules complain about, only that. */
  static List<ConfigMistake> mistakes(Path folder, RouteFiles routes) {
    List<ConfigMistake> mistakes = new ArrayList<>(routes.mistakes());
    check(folder.resolve("routes")).stream()
        .filter(m -> routes.mistakes().stream().noneMatch(known -> known.file().equals(m.file())))
        .forEach(mistakes::add);
    return mistakes;
  }

  /**
   * What Camel refuses in the {@code *.camel.yaml} files below a folder; the first of each file,
   * where its reader stops.
   */
  static List<ConfigMistake> check(Path routesFolder) {
    List<ConfigMistake> mistakes = new ArrayList<>();
    CamelContext camel = new DefaultCamelContext();
    try (YamlRoutesBuilderLoader loader = new YamlRoutesBuilderLoader();
        Stream<Path> files = Files.walk(routesFolder)) {
      loader.setCamelContext(camel);
      loader.start();
      for (Path file : files.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList()) {
        String path = "routes/" + routesFolder.relativize(file).toString().replace('\\', '/');
        read(loader, camel, path, Files.readString(file), mistakes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The routes in " + routesFolder + " are unreadable", e);
    } finally {
      camel.shutdown();
    }
    return mistakes;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever Camel throws says why it refuses the file
  private static void read(
      YamlRoutesBuilderLoader loader,
      CamelContext camel,
      String path,
      String text,
      List<ConfigMistake> mistakes) {
    try {
      Resource resource = ResourceHelper.fromString(path, text);
      RoutesBuilder routes = loader.loadRoutesBuilder(resource);
      if (routes instanceof RouteBuilder builder) {
        builder.setCamelContext(camel);
        builder.configure();
      }
    } catch (Exception e) {
      mistakes.add(mistake(path, String.valueOf(e.getMessage())));
    }
  }

  private static ConfigMistake mistake(String path, String message) {
    Matcher mark = MARK.matcher(message.replaceAll("\\s+", " "));
    int line = 0;
    StringBuilder words = new StringBuilder();
    while (mark.find()) {
      line = Integer.parseInt(mark.group(1)); // the last one is where the trouble is
      mark.appendReplacement(words, " ");
    }
    String found = mark.appendTail(words).toString().strip();
    return new ConfigMistake(path, line, "", found, "a route that Camel can read");
  }
}
