package io.shangda.hub.operate;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.camel.quarkus.main.CamelMainApplication;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Where the hub begins: with no arguments it runs, with the name of a command it runs that. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs the hub until it is stopped, or one command, whose exit code is the process's. */
  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      Quarkus.run(CamelMainApplication.class, Main::stopped);
      return;
    }
    // whatever the locale says: file names and messages are Chinese
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(Arrays.asList(arguments), commands(Path.of(""), out), out));
  }

  /** A start that failed is told by its cause; the stack belongs in the log at debug. */
  private static void stopped(int code, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      LoggerFactory.getLogger(Main.class).error("The hub did not start. {}", cause.getMessage());
      System.exit(Command.COULD_NOT_RUN);
    }
    System.exit(code);
  }

  /** Every command there is. */
  private static List<Command> commands(Path folder, PrintStream out) {
    HubClient hub = new HubClient(System.getenv(), folder);
    return List.of(
        new CheckCommand(folder, out, ConfigChecks.reader()),
        new TraceCommand(hub, out),
        new LedgerCommand(hub, out),
        new ReplayCommand(hub, out));
  }

  static int run(List<String> arguments, List<Command> commands, PrintStream out) {
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
