package io.shangda.hub.operate;

import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Preview;
import io.shangda.hub.intake.SourcePlans;
import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Received;
import io.shangda.hub.source.Told;
import io.shangda.hub.store.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pulls one page, or reads a sample, and shows what would become of each record under the
 * configuration in the folder. Sends nothing, stores nothing, keeps no cursor, moves no file.
 */
final class PreviewCommand implements Command {
  private static final String SAMPLE = "--sample";

  private final ConfigFolder folder;
  private final Surroundings surroundings;
  private final PrintStream out;
  private final Clock clock;

  PreviewCommand(ConfigFolder folder, Surroundings surroundings, PrintStream out, Clock clock) {
    this.folder = folder;
    this.surroundings = surroundings;
    this.out = out;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "preview";
  }

  @Override
  public String usage() {
    return """
    preview <source>         pull one page and show what each record would become; sends and stores nothing
    preview <source> --sample <file>   the same with a page or file of yours\
    """;
  }

  @Override
  public int run(List<String> arguments) {
    boolean sampled = arguments.size() == 3 && arguments.get(1).equals(SAMPLE);
    if (arguments.size() != 1 && !sampled) {
      out.println(usage());
      return WRONG_USE;
    }
    ConfigFolder.Result read = folder.read();
    if (read instanceof ConfigFolder.Result.Bad bad) {
      bad.mistakes().stream().map(ConfigMistake::toString).forEach(out::println);
      out.println("There is no preview until these mistakes are mended.");
      return FINDINGS;
    }
    if (read instanceof ConfigFolder.Result.Unusable unusable) {
      out.println(unusable.why());
      return COULD_NOT_RUN;
    }
    HubConfig config = ((ConfigFolder.Result.Good) read).config();
    SourceConfig source = source(config, arguments.get(0));
    if (source == null) {
      return WRONG_USE;
    }
    return preview(config, source, sampled ? Path.of(arguments.get(2)) : null);
  }

  private @Nullable SourceConfig source(HubConfig config, String id) {
    for (SourceConfig source : config.sources().values()) {
      if (source.id().value().equals(id)) {
        return source;
      }
    }
    out.println(
        "There is no source '"
            + id
            + "'; there are: "
            + config.sources().keySet().stream()
                .map(SourceId::value)
                .collect(Collectors.joining(", ")));
    return null;
  }

  private int preview(HubConfig config, SourceConfig source, @Nullable Path sample) {
    try {
      Received received = sample == null ? surroundings.firstPage(source) : read(sample);
      if (received == null) {
        out.println("Source '" + source.id() + "' has nothing to pull.");
        return GOOD;
      }
      Page page = new FormatPageReader().read(source, received.raw(), null, received.told());
      return show(config, source, page);
    } catch (PullFailure e) {
      out.println("No page of source '" + source.id() + "': " + e.getMessage());
      return e.kind() == PullFailure.Kind.AWAY ? COULD_NOT_RUN : FINDINGS;
    } catch (IOException e) {
      out.println("The sample '" + sample + "' cannot be read (" + e + ")");
      return WRONG_USE;
    }
  }

  private Received read(Path sample) throws IOException {
    String name = String.valueOf(sample.getFileName());
    return new Received(
        new RawPage(Files.readAllBytes(sample), "", name, clock.instant()), Told.NOTHING);
  }

  private int show(HubConfig config, SourceConfig source, Page page) {
    out.println(
        "Source '%s', %s, %d bytes"
            .formatted(source.id(), page.raw().place(), page.raw().content().length));
    try (Opening opening = surroundings.openToRead()) {
      Database database = opening instanceof Opening.Open open ? open.database() : null;
      if (database == null) {
        out.println("Not compared with what is stored: " + opening.why());
      }
      SourcePlans plans = new SourcePlans(new Fixed(config), surroundings.compilers());
      Preview.Seen seen = new Preview(plans, clock, database).of(source.id(), page);
      boolean findings = new PreviewReport(out, database != null).print(seen);
      boolean trouble = page.trouble() != null;
      if (page.trouble() != null) {
        out.println(page.trouble().text());
      }
      return findings || trouble ? FINDINGS : GOOD;
    }
  }

  /** The configuration in the folder, as if it were applied. */
  private record Fixed(HubConfig config) implements CurrentConfig {
    @Override
    public long version() {
      return Long.MAX_VALUE;
    }

    @Override
    public HubConfig get() {
      return config;
    }

    @Override
    public HubConfig at(long version) {
      return config;
    }
  }
}
