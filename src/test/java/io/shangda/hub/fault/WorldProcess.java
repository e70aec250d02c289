package io.shangda.hub.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.support.HubProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** {@link NumberedWorld} as a process. */
final class WorldProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final int below = HubProcess.freePort();
  private final int above = HubProcess.freePort();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;

  WorldProcess(Path folder) {
    this.folder = folder;
  }

  int below() {
    return below;
  }

  int above() {
    return above;
  }

  WorldProcess start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            NumberedWorld.class.getName(),
            folder.toString(),
            Integer.toString(below),
            Integer.toString(above));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("world.log").toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("the numbered world; its log in " + folder)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> !get("books").isEmpty());
    return this;
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  long pid() {
    return process.pid();
  }

  /** So many changes at once at each source. */
  void make(int changes) {
    get("make?changes=" + changes);
  }

  /** So many changes five times a second at each source. */
  void flow(int changes) {
    get("flow?changes=" + changes);
  }

  /**
   * How the platform behaves from now on.
   *
   * @param times for so many requests; 0 until something else is said
   */
  void above(String mode, int seconds, int times) {
    get("mode?name=" + mode + "&seconds=" + seconds + "&times=" + times);
  }

  /** It answers well. */
  void good() {
    above("good", 0, 0);
  }

  /** Counts the most requests of a second anew. */
  void forgetRate() {
    get("rate");
  }

  JsonNode books() {
    try {
      return JSON.readTree(get("books"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String get(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + below + "/" + path))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }
}
