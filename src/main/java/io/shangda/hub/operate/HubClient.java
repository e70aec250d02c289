package io.shangda.hub.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running hub's admin API, as a command uses it. Where it is and who asks stands in the
 * environment: {@code SHANGDA_URL} (default {@code http://localhost:8080}), and {@code
 * SHANGDA_TOKEN}, or {@code SHANGDA_USER} (default {@code admin}) with {@code SHANGDA_PASSWORD};
 * without any, the password in {@code data/initial-admin-password}.
 */
final class HubClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofHours(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(
              HttpClient.Version.HTTP_1_1) // an upgrade to HTTP/2 is cut off when the command ends
          .connectTimeout(LIMIT)
          .build();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, String> environment;
  private final Path folder;

  /** The hub could not be asked, or refused; the message says what to do. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }

    /** The exit code that fits: a hub that is away could not be asked, a refusal is a wrong use. */
    int exitCode() {
      return status == 0 || status >= 500 ? Command.COULD_NOT_RUN : Command.WRONG_USE;
    }
  }

  HubClient(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  JsonNode get(String path) throws Refusal {
    return send(request(path).GET());
  }

  JsonNode post(String path, JsonNode body) throws Refusal {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** A question that may take the hub many minutes. */
  JsonNode postPatiently(String path, JsonNode body) throws Refusal {
    return send(
        request(path)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** What is too large to be held here; to be closed. */
  InputStream stream(String path) throws Refusal {
    HttpResponse<InputStream> response =
        answer(
            request(path).timeout(PATIENCE).setHeader("Accept", "*/*").GET(),
            HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() >= 300) {
      try (InputStream body = response.body()) {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        throw new Refusal(response.statusCode(), detail(response.statusCode(), text));
      } catch (IOException e) {
        throw away();
      }
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) throws Refusal {
    return HttpRequest.newBuilder(URI.create(url() + "/api/v1/" + path))
        .timeout(LIMIT)
        .header("Accept", "application/json")
        .header("Authorization", authorization());
  }

  private String url() {
    String url = environment.getOrDefault("SHANGDA_URL", "http://localhost:8080");
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private String authorization() throws Refusal {
    String token = environment.get("SHANGDA_TOKEN");
    if (token != null) {
      return "Bearer " + token;
    }
    String user = environment.getOrDefault("SHANGDA_USER", "admin");
    String password = environment.get("SHANGDA_PASSWORD");
    String pair = user + ":" + (password == null ? initialPassword() : password);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String initialPassword() throws Refusal {
    Path file = folder.resolve("data").resolve("initial-admin-password");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Refusal(
          401,
          "No login: set SHANGDA_TOKEN, or SHANGDA_USER and SHANGDA_PASSWORD (there is no "
              + file
              + " either)");
    }
  }

  private JsonNode send(HttpRequest.Builder request) throws Refusal {
    HttpResponse<String> response = answer(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new Refusal(response.statusCode(), detail(response.statusCode(), response.body()));
    }
    try {
      return json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw away();
    }
  }

  private <T> HttpResponse<T> answer(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws Refusal {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw away();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(0, "Interrupted while the hub was asked");
    }
  }

  private Refusal away() {
    return new Refusal(
        0, "The hub at " + url() + " does not answer; is it running? Set SHANGDA_URL if not there");
  }

  private String detail(int status, String body) {
    @Nullable String detail = null;
    try {
      detail = json.readTree(body).path("detail").asText(null);
    } catch (JsonProcessingException e) {
      // Not a problem document: a proxy between here and the hub, say.
      detail = null;
    }
    return detail == null ? url() + " answered " + status + "; is it the hub?" : detail;
  }
}
