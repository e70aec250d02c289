package io.shangda.hub.operate;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.EffectiveConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.RouteFiles;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks configuration and routes without starting anything; shows what is in effect. */
final class CheckCommand implements Command {
  private static final String EFFECTIVE = "--effective";

  private final Path folder;
  private final PrintStream out;
  private final ConfigReader reader;

  /**
   * @param folder that has {@code config/} and {@code routes/}
   */
  CheckCommand(Path folder, PrintStream out, ConfigReader reader) {
    this.folder = folder;
    this.out = out;
    this.reader = reader;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String usage() {
    return """
        check                    check config/ and routes/, with the line of every mistake
        check --effective <id>   show a source or target with the place every value came from""";
  }

  @Override
  public int run(List<String> arguments) {
    boolean effective = arguments.size() == 2 && arguments.get(0).equals(EFFECTIVE);
    if (!arguments.isEmpty() && !effective) {
      out.println(usage());
      return WRONG_USE;
    }
    for (String needed : List.of("config", "routes")) {
      if (!Files.isDirectory(folder.resolve(needed))) {
        out.println(
            "There is no folder '"
                + needed
                + "' in "
                + folder.toAbsolutePath().normalize()
                + ": run this command where config/ and routes/ are.");
        return COULD_NOT_RUN;
      }
    }
    try {
      ConfigFiles files = ConfigFiles.read(folder.resolve("config"));
      return effective ? showEffective(files, arguments.get(1)) : check(files);
    } catch (UncheckedIOException e) {
      out.println(e.getMessage() + " (" + e.getCause() + ")");
      return COULD_NOT_RUN;
    }
  }

  private int check(ConfigFiles files) {
    RouteFiles routes = RouteFiles.read(folder.resolve("routes"));
    List<ConfigMistake> mistakes = new ArrayList<>(routes.mistakes());
    RouteSyntax.check(folder.resolve("routes")).stream()
        .filter(m -> routes.mistakes().stream().noneMatch(known -> known.file().equals(m.file())))
        .forEach(mistakes::add);
    ConfigReader.Result result = reader.read(files, routes.connectors());
    if (result instanceof ConfigReader.Result.Bad bad) {
      mistakes.addAll(bad.mistakes());
    } else if (result instanceof ConfigReader.Result.Good good && mistakes.isEmpty()) {
      out.println(summary(good.config(), files, routes));
      return GOOD;
    }
    mistakes.forEach(out::println);
    out.println(mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes");
    return FINDINGS;
  }

  private static String summary(HubConfig config, ConfigFiles files, RouteFiles routes) {
    return "Good: %d sources, %d targets, %d rule sets, %d screening patterns, %d connectors; %s"
        .formatted(
            config.sources().size(),
            config.targets().size(),
            config.rules().size(),
            config.screening().patterns().size(),
            routes.connectors().size(),
            files.hash());
  }

  private int showEffective(ConfigFiles files, String id) {
    Optional<String> text = EffectiveConfig.of(files, id);
    out.println(text.orElse("There is no source or target '" + id + "'").stripTrailing());
    return text.isPresent() ? GOOD : FINDINGS;
  }
}
