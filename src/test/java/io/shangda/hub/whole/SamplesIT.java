package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.support.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Sends a folder of documents through the whole hub: {@code mvn verify -Dsamples=<folder>}. */
@EnabledIfSystemProperty(named = "samples", matches = ".+")
class SamplesIT {
  @TempDir Path folder;

  @Test
  void shouldAccountForEveryDocumentAndSendNoneThatIsHeld() throws IOException {
    List<Path> documents = documents();
    assertThat(documents).as("documents in " + System.getProperty("samples")).isNotEmpty();
    try (HubProcess hub = new HubProcess(folder)) {
      Path base = folder.resolve("config/sources/base/disclosure-folder.yaml");
      Files.writeString(
          base, Files.readString(base).replaceAll("(?m)^( *folder:).*$", "$1 data/samples"));
      Path drop = Files.createDirectories(folder.resolve("data/samples"));
      for (Path document : documents) {
        Files.copy(document, drop.resolve(document.getFileName()));
      }
      hub.with("SHANGDA_SANDBOX", "true").start();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> taken(hub).at("/pulled").asInt() >= documents.size());

      JsonNode taken = taken(hub);
      report(hub, taken);
      assertThat(taken.at("/balanced").asBoolean()).as(taken.toString()).isTrue();
      assertThat(taken.at("/pulled").asInt()).isEqualTo(documents.size());
      assertThat(hub.get("/api/v1/holds").at("/items"))
          .allSatisfy(item -> assertThat(item.at("/zh").asText()).isNotBlank());
    }
  }

  private static JsonNode taken(HubProcess hub) {
    for (JsonNode source : hub.get("/api/v1/ledger").at("/sources")) {
      if (source.at("/source").asText().equals("disclosure-drop")) {
        return source.at("/taken");
      }
    }
    throw new IllegalStateException("the ledger does not know the source");
  }

  /** What became of each goes to the console: it is what the person who called wants to know. */
  private static void report(HubProcess hub, JsonNode taken) {
    List<String> lines = new ArrayList<>(List.of("Documents: " + taken));
    for (String list : List.of("holds", "rejections", "unreadables")) {
      for (JsonNode item : hub.get("/api/v1/" + list).at("/items")) {
        if (item.at("/source").asText().equals("disclosure-drop")) {
          lines.add(
              list
                  + ": "
                  + item.at("/key").asText()
                  + " "
                  + item.at("/rule").asText()
                  + " "
                  + item.at("/field").asText()
                  + " "
                  + item.at("/value").asText()
                  + " "
                  + item.at("/zh").asText());
        }
      }
    }
    org.slf4j.LoggerFactory.getLogger(SamplesIT.class).info("{}", String.join("\n  ", lines));
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("samples")))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
