package io.shangda.hub.operate;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hub's command line. */
public final class Commands {
  private final List<Command> commands;
  private final PrintStream out;

  Commands(List<Command> commands, PrintStream out) {
    this.commands = List.copyOf(commands);
    this.out = out;
  }

  /**
   * Every command there is.
   *
   * @param folder that has {@code config/} and {@code routes/}
   */
  public static Commands of(
      Path folder, Map<String, String> environment, Surroundings surroundings, PrintStream out) {
    HubClient hub = new HubClient(environment, folder);
    ConfigFolder config = new ConfigFolder(folder, ConfigChecks.reader());
    return new Commands(
        List.of(
            new CheckCommand(config, surroundings, out),
            new PreviewCommand(config, surroundings, out, Clock.systemUTC()),
            new ApplyCommand(config, surroundings, hub, environment, out),
            new TraceCommand(hub, out),
            new LedgerCommand(hub, out),
            new ReplayCommand(hub, out),
            new CursorCommand(hub, out),
            new AuditCommand(surroundings, hub, out, Clock.systemUTC(), person(environment)),
            ListCommand.receipts(hub, out),
            ListCommand.baseline(hub, out),
            new RestoredCommand(config, surroundings, environment, out)),
        out);
  }

  /** Who runs a command, as an audit event names him. */
  static String person(Map<String, String> environment) {
    String user = environment.get("SHANGDA_USER");
    return user == null ? System.getProperty("user.name", "unknown") : user;
  }

  /** Runs one command; gives the exit code. */
  public int run(List<String> arguments) {
    Optional<Command> command =
        commands.stream().filter(c -> c.name().equals(arguments.get(0))).findFirst();
    if (command.isPresent()) {
      return command.get().run(arguments.subList(1, arguments.size()));
    }
    List<String> lines = new ArrayList<>();
    boolean asked = List.of("help", "--help", "-h").contains(arguments.get(0));
    lines.add(asked ? "Commands (none runs the hub):" : "No command '" + arguments.get(0) + "'.");
    commands.forEach(c -> c.usage().lines().forEach(line -> lines.add("  " + line)));
    lines.forEach(out::println);
    return asked ? Command.GOOD : Command.WRONG_USE;
  }
}
