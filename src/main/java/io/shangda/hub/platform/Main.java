package io.shangda.hub.platform;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.shangda.hub.operate.Commands;
import io.shangda.hub.sandbox.SandboxSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.camel.quarkus.main.CamelMainApplication;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Where the hub begins: with no arguments it runs, with the name of a command it runs that. */
@QuarkusMain
public final class Main {
  private static final int COULD_NOT_RUN = 3;

  private Main() {}

  /** Runs the hub until it is stopped, or one command, whose exit code is the process's. */
  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      hub();
      return;
    }
    // whatever the locale says: file names and messages are Chinese
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of("");
    System.exit(
        Commands.of(
                folder, System.getenv(), new WithoutHub(folder, ConfigProvider.getConfig()), out)
            .run(Arrays.asList(arguments)));
  }

  private static void hub() {
    Config settings = ConfigProvider.getConfig();
    Optional<String> trouble =
        new Preconditions(Path.of(""), settings, SandboxSettings.Ports.from(sandboxPort(settings)))
            .trouble();
    if (trouble.isPresent()) {
      // before the start there is no log yet
      new PrintStream(System.err, true, StandardCharsets.UTF_8)
          .println("The hub did not start. " + trouble.get());
      System.exit(COULD_NOT_RUN);
    }
    Quarkus.run(CamelMainApplication.class, Main::stopped);
  }

  private static int sandboxPort(Config settings) {
    return settings
        .getOptionalValue("shangda.sandbox-port", Integer.class)
        .orElse(SandboxSettings.Ports.CONFIGURED.page());
  }

  /** A start that failed is told by its cause; the stack belongs in the log at debug. */
  private static void stopped(int code, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      LoggerFactory.getLogger(Main.class)
          .error(
              "The hub did not start. {} Nothing runs; mend that, then start it again.",
              cause.getMessage());
      System.exit(COULD_NOT_RUN);
    }
    System.exit(code);
  }
}
