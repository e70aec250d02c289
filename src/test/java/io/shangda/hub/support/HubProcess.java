package io.shangda.hub.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged hub as a process of its own, in a working directory of its own. */
public final class HubProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of its first user, {@code admin}. */
  public static final String PASSWORD = "synthetic-test-password";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final int port = freePort();
  private final Map<String, String> environment = new HashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;

  /**
   * @param folder empty; gets the project's routes and configuration
   */
  public HubProcess(Path folder) {
    this(folder, Path.of("config"));
  }

  /**
   * @param folder empty; gets the project's routes and a configuration
   */
  public HubProcess(Path folder, Path config) {
    this.folder = folder;
    copy(Path.of("routes"), folder.resolve("routes"));
    copy(config, folder.resolve("config"));
    environment.put("SHANGDA_ADMIN_PASSWORD", PASSWORD);
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
  }

  /**
   * Lets the sandbox run in a process of its own, which outlives a kill of this one, and pulls from
   * it every few seconds.
   */
  public HubProcess with(SandboxProcess sandbox) {
    return places(sandbox.places()).with("SHANGDA_SANDBOX_ELSEWHERE", "true");
  }

  /**
   * Lets the sandbox run in the hub's own process, as the command in the README does, on other
   * ports, and pulls from it every few seconds.
   */
  public HubProcess withOwnSandbox(SandboxSettings.Ports ports) {
    return places(SandboxBooks.places(ports))
        .with("SHANGDA_SANDBOX", "true")
        .with("SHANGDA_SANDBOX_PORT", Integer.toString(ports.page()));
  }

  /** Replaces texts in the files of its sources and targets. */
  public HubProcess places(Map<String, String> places) {
    for (String kind : List.of("sources", "targets")) {
      SandboxBooks.edit(folder.resolve("config").resolve(kind), places);
    }
    return this;
  }

  public HubProcess with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Path folder() {
    return folder;
  }

  public HubProcess start() {
    return launch().awaitReady();
  }

  /**
   * What a command left behind.
   *
   * @param text what it said
   */
  public record Ended(int code, String text) {}

  /** Runs a command of the artifact in its folder, with its settings; gives what it said. */
  public String command(String... arguments) {
    return run(arguments).text();
  }

  /** The same, with the exit code. */
  public Ended run(String... arguments) {
    List<String> line = new ArrayList<>(java());
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.redirectErrorStream(true).environment().putAll(environment);
    try {
      Process command = builder.start();
      String text = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(command.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath().toString());
  }

  /** Starts it without waiting for anything. */
  public HubProcess launch() {
    ProcessBuilder builder = new ProcessBuilder(java());
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("hub.log").toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public HubProcess awaitReady() {
    Awaitility.await("the hub is ready; its log:\n" + folder.resolve("hub.log"))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(this::ready);
    return this;
  }

  /** Waits until its console has said a text. */
  public void awaitLog(String text) {
    Awaitility.await("the hub says '" + text + "'; its log:\n" + folder.resolve("hub.log"))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> log().contains(text));
  }

  private boolean ready() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The hub ended:\n" + log());
    }
    try {
      return status("/q/health/ready") == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Waits until it has ended by itself; gives the exit code. */
  public int awaitEnd() {
    Awaitility.await("the hub ends").atMost(PATIENCE).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** Its port, or another one from now on. */
  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** True unless it ended or was killed. */
  public boolean running() {
    return process != null && process.isAlive();
  }

  /** As kill -9 does: nothing is flushed, nothing is said. */
  public void kill() {
    process.destroyForcibly();
    Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  public String log() {
    try {
      return Files.readString(folder.resolve("hub.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode get(String path) {
    HttpResponse<String> answer = send(path, "GET", null);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "GET " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One number of {@code /q/metrics}, summed over its labels that contain a text. */
  public double metric(String name, String label) {
    return send("/q/metrics", "GET", null)
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  public int post(String path, String body) {
    return send(path, "POST", body).statusCode();
  }

  /** A change; gives what was answered. */
  public JsonNode change(String path, String body) {
    try {
      return JSON.readTree(send(path, "POST", body).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its health checks say, good or bad, to one who has no login: as a monitor asks. */
  public JsonNode health() {
    try {
      return JSON.readTree(send(request("/q/health").GET().build()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(String path) {
    return send(path, "GET", null).statusCode();
  }

  private HttpResponse<String> send(String path, String method, String body) {
    String login =
        Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return send(
        request(path)
            .header("Authorization", "Basic " + login)
            .header("Content-Type", "application/json")
            .method(method, content)
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
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
      process.destroy();
      Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first of five free ports in a row. */
  public static SandboxSettings.Ports freePorts() {
    for (int tries = 0; tries < 100; tries++) {
      int first = freePort();
      if (IntStream.range(first, first + 5).allMatch(HubProcess::free)) {
        return SandboxSettings.Ports.from(first);
      }
    }
    throw new IllegalStateException("no five free ports in a row");
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  public static void copy(Path from, Path to) {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(all::add);
      for (Path file : all) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
