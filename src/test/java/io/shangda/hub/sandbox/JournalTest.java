package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final int SMALL = 2_000;

  private final Path file;

  JournalTest(@TempDir Path folder) {
    file = folder.resolve("deep/numbers.journal");
  }

  /** A part that knows numbers by name. */
  private static final class Numbers {
    private final Map<String, Integer> known = new TreeMap<>();
    private final Consumer<JsonObject> journal;

    Numbers(Journal journal) {
      this.journal =
          journal.part(
              "numbers",
              note -> known.put(note.getString("name"), note.getInteger("number")),
              () -> known.entrySet().stream().map(one -> note(one.getKey(), one.getValue())));
    }

    void put(String name, int number) {
      known.put(name, number);
      journal.accept(note(name, number));
    }

    private static JsonObject note(String name, int number) {
      return new JsonObject().put("name", name).put("number", number);
    }
  }

  @Test
  void shouldGiveBackWhatWasWritten() {
    // Given
    Journal journal = Journal.in(file);
    Numbers numbers = new Numbers(journal);
    numbers.put("a", 1);
    numbers.put("甲", 2);
    journal.write();
    numbers.put("a", 3);
    journal.write();
    // When
    Numbers again = new Numbers(Journal.in(file));
    // Then
    assertThat(again.known).containsExactlyEntriesOf(new TreeMap<>(Map.of("a", 3, "甲", 2)));
  }

  @Test
  void shouldForgetAnExchangeThatWasNotWritten() {
    Journal journal = Journal.in(file);
    Numbers numbers = new Numbers(journal);
    numbers.put("a", 1);
    journal.write();
    numbers.put("b", 2);

    assertThat(new Numbers(Journal.in(file)).known).containsOnlyKeys("a");
  }

  @Test
  void shouldForgetATornLineAndGoOnAfterIt() throws IOException {
    // Given
    Journal journal = Journal.in(file);
    Numbers numbers = new Numbers(journal);
    numbers.put("a", 1);
    journal.write();
    Files.writeString(file, "[\"numbers\",{\"name\":\"乙", StandardOpenOption.APPEND);
    // When
    Journal next = Journal.in(file);
    new Numbers(next).put("c", 3);
    next.write();
    // Then
    assertThat(new Numbers(Journal.in(file)).known).containsOnlyKeys("a", "c");
  }

  @Test
  void shouldSayWhichLineIsNoneOfAJournal() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "[]\nnumbers\n[]\n");

    assertThatThrownBy(() -> Journal.in(file))
        .hasMessageStartingWith(file + ":2 ")
        .hasMessageContaining("delete the folder data to begin anew");
  }

  @Test
  void shouldStayShortHoweverOftenTheSameChanges() throws IOException {
    // Given
    Journal journal = Journal.in(file, SMALL);
    Numbers numbers = new Numbers(journal);
    // When
    for (int i = 0; i < 1_000; i++) {
      numbers.put("n" + i % 3, i);
      journal.write();
      assertThat(Files.size(file)).isLessThan(SMALL + 100);
    }
    // Then
    assertThat(new Numbers(Journal.in(file, SMALL)).known)
        .containsExactlyEntriesOf(new TreeMap<>(Map.of("n0", 999, "n1", 997, "n2", 998)));
  }

  @Test
  void shouldKeepNothingWithoutAFile() {
    Journal journal = Journal.none();
    new Numbers(journal).put("a", 1);
    journal.write();
    assertThat(file).doesNotExist();
  }
}
