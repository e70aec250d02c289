package io.shangda.hub.platform;

import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/** The embedded database as a running hub holds it: open in another process. */
final class HeldDatabase implements AutoCloseable {
  private final Process process;

  HeldDatabase(Path folder) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HeldDatabase.class.getName(),
                CommandSettings.url(folder))
            .redirectErrorStream(true)
            .start();
    var output = process.inputReader();
    String line = output.readLine();
    if (!"held".equals(line)) {
      throw new IllegalStateException("The other process said: " + line);
    }
  }

  boolean isHeld() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Awaitility.await().until(() -> !process.isAlive());
  }

  /** The other process. */
  @SuppressWarnings("SystemOut") // read by the test
  public static void main(String[] arguments) throws Exception {
    try (var connection = java.sql.DriverManager.getConnection(arguments[0], "sa", "")) {
      System.out.println("held");
      Thread.currentThread().join();
    }
  }
}
