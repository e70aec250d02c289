package io.shangda.hub.operate;

import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.EffectiveConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.RouteFiles;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Checks configuration and routes without starting anything; shows what is in effect. */
final class CheckCommand implements Command {
  private static final String EFFECTIVE = "--effective";

  private final ConfigFolder folder;
  private final Surroundings surroundings;
  private final PrintStream out;

  CheckCommand(ConfigFolder folder, Surroundings surroundings, PrintStream out) {
    this.folder = folder;
    this.surroundings = surroundings;
    this.out = out;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String usage() {
    return """
    check                    check config/ and routes/, with the line of every mistake
    check --effective <id>   show a source or target with the place every value came from\
    """;
  }

  @Override
  public int run(List<String> arguments) {
    boolean effective = arguments.size() == 2 && arguments.get(0).equals(EFFECTIVE);
    if (!arguments.isEmpty() && !effective) {
      out.println(usage());
      return WRONG_USE;
    }
    return effective ? showEffective(arguments.get(1)) : check();
  }

  private int check() {
    ConfigFolder.Result read = folder.read();
    if (read instanceof ConfigFolder.Result.Unusable unusable) {
      out.println(unusable.why());
      return COULD_NOT_RUN;
    }
    if (read instanceof ConfigFolder.Result.Good good) {
      out.println(summary(good.config(), good.routes()));
      for (Remark remark : surroundings.remarks(good.config())) {
        out.println("Note: " + remark.en());
        out.println("提示：" + remark.zh());
      }
      return GOOD;
    }
    List<ConfigMistake> mistakes = ((ConfigFolder.Result.Bad) read).mistakes();
    mistakes.forEach(out::println);
    out.println(mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes");
    return FINDINGS;
  }

  private static String summary(HubConfig config, RouteFiles routes) {
    return "Good: %d sources, %d targets, %d rule sets, %d screening patterns, %d connectors; %s"
        .formatted(
            config.sources().size(),
            config.targets().size(),
            config.rules().size(),
            config.screening().patterns().size(),
            routes.connectors().size(),
            config.files().hash());
  }

  private int showEffective(String id) {
    Optional<String> missing = folder.missing();
    if (missing.isPresent()) {
      out.println(missing.get());
      return COULD_NOT_RUN;
    }
    try {
      Optional<String> text = EffectiveConfig.of(folder.files(), id);
      out.println(text.orElse("There is no source or target '" + id + "'").stripTrailing());
      return text.isPresent() ? GOOD : FINDINGS;
    } catch (UncheckedIOException e) {
      out.println(e.getMessage() + " (" + e.getCause() + ")");
      return COULD_NOT_RUN;
    }
  }
}
