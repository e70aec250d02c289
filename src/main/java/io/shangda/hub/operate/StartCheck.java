package io.shangda.hub.operate;

import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.RouteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What must be true before anything is started, in an operator's words. What it finds would stop
 * the start anyway, but later, half started, and with a stack trace.
 */
public final class StartCheck {
  private StartCheck() {}

  /** Everything that is wrong in {@code routes/}, with file and line; empty if nothing is. */
  public static Optional<String> ofRoutes(Path folder) {
    Path routes = folder.resolve("routes");
    if (!Files.isDirectory(routes)) {
      return Optional.of(
          "There is no folder 'routes' in "
              + folder.toAbsolutePath().normalize()
              + ": start the hub where config/ and routes/ are.");
    }
    try {
      List<ConfigMistake> mistakes = RouteSyntax.mistakes(folder, RouteFiles.read(routes));
      return mistakes.isEmpty()
          ? Optional.empty()
          : Optional.of(
              mistakes.stream()
                  .map(ConfigMistake::toString)
                  .collect(
                      Collectors.joining(
                          "\n  ", "The routes have mistakes, nothing was started:\n  ", "")));
    } catch (UncheckedIOException e) {
      return Optional.of(e.getMessage() + " (" + e.getCause() + ")");
    }
  }

  /**
   * Whether a port can be listened on.
   *
   * @param advice how to choose another
   */
  public static Optional<String> ofPort(String host, int port, String advice) {
    if (port == 0) {
      return Optional.empty(); // any free one
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // a port whose last connections are dying away is free
      socket.bind(new InetSocketAddress(host, port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "Port "
              + port
              + " cannot be used ("
              + e.getMessage()
              + "): another program has it, perhaps another hub. Nothing was started. "
              + advice);
    }
  }
}
