package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.SandboxProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    Path elsewhere = Files.createDirectories(folder.resolve("sandbox"));
    try (SandboxProcess sandbox = new SandboxProcess(elsewhere).start(Duration.ofSeconds(10));
        HubProcess hub = new HubProcess(folder.resolve("hub")).with(sandbox)) {
      Path base = hub.folder().resolve("config/sources/base/disclosure-folder.yaml");
      Files.writeString(
          base, Files.readString(base).replaceAll("(?m)^( *folder:).*$", "$1 samples"));
      Path drop = Files.createDirectories(hub.folder().resolve("samples"));
      for (Path document : documents) {
        Files.copy(document, drop.resolve(document.getFileName()));
      }
      hub.start();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> taken(hub).at("/pulled").asInt() >= documents.size());

      JsonNode taken = taken(hub);
      report(hub, taken);
      assertThat(taken.at("/balanced").asBoolean()).as(taken.toString()).isTrue();
      assertThat(taken.at("/pulled").asInt()).isEqualTo(documents.size());
      Awaitility.await("what may leave has arrived")
          .atMost(Duration.ofMinutes(2))
          .until(() -> arrived(sandbox).size() >= taken(hub).at("/planned").asInt());
      assertThat(arrived(sandbox)).hasSize(taken.at("/planned").asInt());
      for (String list : List.of("holds", "rejections")) {
        for (JsonNode item : hub.get("/api/v1/" + list).at("/items")) {
          assertThat(item.at("/zh").asText()).isNotBlank();
          assertThat(item.at("/en").asText()).isNotBlank();
          assertThat(arrived(sandbox))
              .as("what the platform got, while " + item)
              .doesNotContain("disclosure-drop/disclosure/" + item.at("/key").asText());
        }
      }
      assertThat(sandbox.books().arrivals().at("/province-data/summary/exposed").asInt()).isZero();
    }
  }

  private static Set<String> arrived(SandboxProcess sandbox) {
    Set<String> records = new TreeSet<>();
    sandbox
        .books()
        .arrivals()
        .at("/province-data/records")
        .fieldNames()
        .forEachRemaining(
            record -> {
              if (record.startsWith("disclosure-drop/")) {
                records.add(record);
              }
            });
    return records;
  }

  private static JsonNode taken(HubProcess hub) {
    for (JsonNode source : hub.get("/api/v1/ledger").at("/sources")) {
      if (source.at("/source").asText().equals("disclosure-drop")) {
        return source.at("/taken");
      }
    }
    return MissingNode.getInstance(); // a source stands there from its first record on
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
