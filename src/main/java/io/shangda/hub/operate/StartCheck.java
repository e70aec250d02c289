package io.shangda.hub.operate;

import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.RouteFiles;
import io.shangda.hub.operate.access.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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
  private static final int BLOCK = 4096;

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

  /**
   * Whether the embedded database and broker can keep their files in a folder; makes it if it is
   * not there.
   */
  public static Optional<String> ofData(Path folder) {
    Path place = folder.toAbsolutePath().normalize();
    try {
      new PrivateFolder(place).make();
      Path tried = Files.createTempFile(place, "start", ".check");
      try {
        Files.write(tried, new byte[BLOCK]);
      } finally {
        Files.delete(tried);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "The data folder '%s' cannot be written (%s). Nothing was started. The embedded database and broker keep everything there: make room if the disk is full, mount it writable if it is read-only, or give the folder to the user '%s'; then start again."
              .formatted(place, reason(e), System.getProperty("user.name")));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : e instanceof FileAlreadyExistsException
            ? "a file is in its place"
            : String.valueOf(e.getMessage());
  }
}
