package io.shangda.hub.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.sandbox.SandboxSettings;
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
import java.util.stream.Stream;

/** What the systems of a sandbox say, on its page, that they gave and took. */
public final class SandboxBooks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int page;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param page port of its page
   */
  public SandboxBooks(int page) {
    this.page = page;
  }

  /** What stands in the shipped configuration, and what stands there for these ports and a test. */
  public static Map<String, String> places(SandboxSettings.Ports ports) {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("127.0.0.1:8091", "127.0.0.1:" + ports.trading());
    places.put("127.0.0.1:8092", "127.0.0.1:" + ports.cases());
    places.put("127.0.0.1:8093", "127.0.0.1:" + ports.provinceTrading());
    places.put("127.0.0.1:8094", "127.0.0.1:" + ports.provinceData());
    places.put("every: 20s", "every: 3s");
    places.put("every: 15s", "every: 2s");
    places.put("every: 5s", "every: 2s");
    return places;
  }

  /** From now on nothing below changes and nothing above fails. */
  public void calm() {
    send("/calm", "POST");
  }

  /** Spoils or loses the first record that a platform has. */
  public JsonNode spoil(String platform, String how) {
    return tree(send("/spoil?platform=" + platform + "&how=" + how, "POST"));
  }

  /**
   * Has the platform of the default contract ask for something in its next answer.
   *
   * @param command as a query: {@code do=stop&type=case-accept}
   */
  public JsonNode ask(String command) {
    return tree(send("/ask?" + command, "POST"));
  }

  /** What the platforms counted. */
  public JsonNode arrivals() {
    return tree(send("/arrivals.json", "GET"));
  }

  /** What the systems below gave away. */
  public JsonNode handedOut() {
    return tree(send("/handed-out.json", "GET"));
  }

  /** The page that a person sees. */
  public String page() {
    return send("/", "GET");
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String send(String path, String method) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page + path))
              .timeout(Duration.ofSeconds(20))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Replaces texts in all YAML files of a folder. */
  static void edit(Path files, Map<String, String> replacements) {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        String text = Files.readString(file);
        for (Map.Entry<String, String> one : replacements.entrySet()) {
          text = text.replace(one.getKey(), one.getValue());
        }
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
