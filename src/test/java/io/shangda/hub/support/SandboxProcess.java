package io.shangda.hub.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.sandbox.Sandbox;
import io.shangda.hub.sandbox.SandboxSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The sandbox in a process of its own: its platforms remember what they took however often the hub
 * is killed. It listens on free ports.
 */
public final class SandboxProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path drop;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private JsonNode ports;

  /**
   * @param folder empty; for its log
   * @param drop where its office hands in files
   */
  public SandboxProcess(Path folder, Path drop) {
    this.folder = folder;
    this.drop = drop;
  }

  /**
   * @param turn how often something happens below
   */
  public SandboxProcess start(Duration turn) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SandboxProcess.class.getName(),
            folder.toString(),
            drop.toString(),
            Long.toString(turn.toMillis()));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("sandbox.log").toFile());
    try {
      process = builder.start();
      Path written = folder.resolve("ports.json");
      Awaitility.await("the sandbox; its log: " + folder.resolve("sandbox.log"))
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.exists(written));
      ports = JSON.readTree(written.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What stands in the shipped configuration, and what stands there for this process. */
  Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("127.0.0.1:8091", "127.0.0.1:" + ports.at("/trading").asInt());
    places.put("127.0.0.1:8092", "127.0.0.1:" + ports.at("/cases").asInt());
    places.put("127.0.0.1:8093", "127.0.0.1:" + ports.at("/provinceTrading").asInt());
    places.put("127.0.0.1:8094", "127.0.0.1:" + ports.at("/provinceData").asInt());
    places.put("folder: data/sandbox/drop", "folder: " + drop);
    places.put("every: 20s", "every: 3s");
    places.put("every: 15s", "every: 2s");
    places.put("every: 5s", "every: 2s");
    return places;
  }

  /** From now on nothing below changes and nothing above fails. */
  public void calm() {
    send("/calm", "POST");
  }

  /** What the platforms counted. */
  public JsonNode arrivals() {
    return send("/arrivals.json", "GET");
  }

  /** What the systems below gave away. */
  public JsonNode handedOut() {
    return send("/handed-out.json", "GET");
  }

  private JsonNode send(String path, String method) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + ports.at("/page").asInt() + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(Duration.ofSeconds(20))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
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
      process.destroyForcibly();
      Awaitility.await().until(() -> !process.isAlive());
    }
  }

  /** The other process. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    SandboxSettings settings =
        new SandboxSettings(
            SandboxSettings.Ports.ANY,
            Path.of(arguments[1]),
            "http://localhost",
            Duration.ofMillis(Long.parseLong(arguments[2])),
            true);
    SandboxSettings.Ports ports =
        new Sandbox(Vertx.vertx(), settings)
            .start()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    JsonObject written =
        new JsonObject()
            .put("page", ports.page())
            .put("trading", ports.trading())
            .put("cases", ports.cases())
            .put("provinceTrading", ports.provinceTrading())
            .put("provinceData", ports.provinceData());
    Path part = Files.writeString(folder.resolve("ports.json.part"), written.encode());
    Files.move(part, folder.resolve("ports.json"));
  }
}
