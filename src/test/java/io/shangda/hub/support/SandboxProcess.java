package io.shangda.hub.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.sandbox.Sandbox;
import io.shangda.hub.sandbox.SandboxSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The sandbox in a process of its own: its platforms remember what they took however often the hub
 * is killed. It listens on free ports.
 */
public final class SandboxProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private Process process;
  private JsonNode ports;

  /**
   * @param folder empty; for its log, its journals and, in {@code drop}, its office's files
   */
  public SandboxProcess(Path folder) {
    this.folder = folder;
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
    Map<String, String> places =
        SandboxBooks.places(
            new SandboxSettings.Ports(
                ports.at("/page").asInt(),
                ports.at("/trading").asInt(),
                ports.at("/cases").asInt(),
                ports.at("/provinceTrading").asInt(),
                ports.at("/provinceData").asInt()));
    places.put("folder: data/sandbox/drop", "folder: " + folder.resolve("drop"));
    return places;
  }

  /** What its systems gave and took. */
  public SandboxBooks books() {
    return new SandboxBooks(ports.at("/page").asInt());
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
            folder,
            "http://localhost",
            Duration.ofMillis(Long.parseLong(arguments[1])),
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
