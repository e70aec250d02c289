package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a drop folder are taken, in which order, and what becomes of one that changes. */
class WholeDroppedFilesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");
  private static final Clock LATER =
      Clock.fixed(Instant.now().plus(Duration.ofDays(1)), ZoneOffset.UTC);

  private Path inbox;
  private DropFolder folder;

  @BeforeEach
  void start(@TempDir Path base) throws IOException {
    inbox = Files.createDirectory(base.resolve("inbox"));
    folder = new DropFolder(LATER, base);
  }

  private static SourceConfig source(String options) {
    return Sources.of(
        "pull-files", "{folder: inbox, pattern: '*.csv', format: csv" + options + "}");
  }

  private Path drop(String name) throws IOException {
    return drop(name, "id\n1\n");
  }

  private Path drop(String name, String content) throws IOException {
    Path file = Files.writeString(inbox.resolve(name), content);
    return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  /** All files of a run, each settled. */
  private List<String> run(SourceConfig source) throws PullFailure {
    List<String> names = new ArrayList<>();
    String cursor = "";
    while (true) {
      DropFolder.Taken taken = folder.take(source, cursor);
      if (taken == null) {
        return names;
      }
      names.add(taken.name());
      if (taken.settles()) {
        folder.settle(source, taken.name(), taken.stamp(), taken.reason());
      }
      if (taken.end()) {
        return names;
      }
      cursor = taken.nextCursor();
    }
  }

  @Test
  void shouldTakeNumbersInNamesByTheirSize() throws Exception {
    drop("export_10.csv");
    drop("export_9.csv");
    drop("export_009.csv");

    assertThat(run(source(""))).containsExactly("export_009.csv", "export_9.csv", "export_10.csv");
  }

  @Test
  void shouldTakeFilesByNameOrTimeWhereThatIsConfigured() throws Exception {
    for (String name : List.of("export_10.csv", "export_9.csv")) {
      drop(name);
    }
    assertThat(run(source(", order: name"))).containsExactly("export_10.csv", "export_9.csv");

    Files.setLastModifiedTime(drop("b.csv"), FileTime.from(LONG_AGO.minusSeconds(60)));
    drop("a.csv");
    assertThat(run(source(", order: time"))).containsExactly("b.csv", "a.csv");
  }

  @Test
  void shouldWaitForTheMarkerOfAFileAndMoveItToo() throws Exception {
    SourceConfig marked = source(", whole: marker, marker: .done");
    drop("a.csv");
    drop("b.csv");
    drop("c.csv");
    drop("a.csv.done", "");
    drop("b.DONE", "");

    assertThat(run(marked)).containsExactly("a.csv");
    drop("b.done", "");
    assertThat(run(marked)).containsExactly("b.csv");
    assertThat(inbox.resolve("a.csv.done")).doesNotExist();
    assertThat(inbox.resolve("c.csv")).exists();
    assertThat(folder.notice(marked)).isNull();
  }

  @Test
  void shouldTakeWhatAManifestListsWithItsSizeAndHash() throws Exception {
    SourceConfig listed = source(", whole: manifest");
    drop("a.csv");
    drop("b.csv");
    drop("c.csv");
    drop("d.csv");
    drop("day.manifest", "a.csv\nb.csv 5\nc.csv,99\n" + "0".repeat(64) + "  d.csv\n");

    assertThat(run(listed)).containsExactly("a.csv", "b.csv");
    assertThat(folder.notice(listed)).contains("'d.csv' has not the SHA-256");
    assertThat(inbox.resolve("day.manifest")).exists();
  }

  @Test
  void shouldWaitForTheLastLineOfAFileAndNotTakeItForARecord() throws Exception {
    SourceConfig trailed = source(", whole: trailer, trailer: '#END [0-9]+'");
    Path file = drop("a.csv", "id\n1\n");

    assertThat(run(trailed)).isEmpty();
    Files.writeString(file, "#END 1\n", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    DropFolder.Taken taken = taken(trailed, "");
    assertThat(
            new FormatPageReader()
                .read(
                    trailed,
                    new io.shangda.hub.record.RawPage(
                        taken.content(), taken.mediaType(), taken.name(), LONG_AGO),
                    null,
                    Told.NOTHING)
                .records())
        .hasSize(1);
  }

  @Test
  void shouldTakeAFileAgainThatIsWrittenToAfterItWasTaken() throws Exception {
    SourceConfig still = source("");
    Path file = drop("a.csv");
    try (var writer = Files.newByteChannel(file, StandardOpenOption.APPEND)) {
      run(still);
      writer.write(java.nio.ByteBuffer.wrap("2\n".getBytes(StandardCharsets.UTF_8)));
    }
    try (var moved = Files.list(inbox.resolveSibling("data/files/jiangshan-cases/done"))) {
      Files.setLastModifiedTime(moved.findFirst().orElseThrow(), FileTime.from(LONG_AGO));
    }

    assertThat(run(still)).containsExactly("a.csv");
    assertThat(folder.notice(still)).contains("'a.csv' was written to after");
  }

  @Test
  void shouldLookAtTheFolderOnceForAllFilesOfARun() throws Exception {
    drop("a.csv");
    drop("b.csv");
    SourceConfig source = source("");
    DropFolder.Taken first = taken(source, "");
    drop("a2.csv");

    DropFolder.Taken second = taken(source, first.nextCursor());
    assertThat(second.name()).isEqualTo("b.csv");
    assertThat(second.end()).isTrue();
  }

  @Test
  void shouldNotTakeAFileThatWasPutInThePlaceOfTheOneItLookedAt() throws Exception {
    drop("a.csv");
    drop("b.csv");
    SourceConfig source = source("");
    DropFolder.Taken first = taken(source, "");
    Files.delete(inbox.resolve("b.csv"));
    Files.createSymbolicLink(inbox.resolve("b.csv"), Path.of("/etc/hostname"));

    assertThat(folder.take(source, first.nextCursor())).isNull();
  }

  /** Somebody puts a link and the file in each other's place as fast as the disk can. */
  @Test
  void shouldNeverReadThroughALinkThatIsPutInPlaceBetweenLookAndRead() throws Exception {
    Path secret = Files.writeString(inbox.resolveSibling("secret"), "id\nsecret\n");
    Path file = inbox.resolve("a.csv");
    drop("a.csv");
    SourceConfig source = source("");
    AtomicBoolean stop = new AtomicBoolean();
    Thread swapping = new Thread(() -> swap(file, secret, stop));
    swapping.start();
    try {
      for (int i = 0; i < 1000; i++) {
        DropFolder.Taken taken = folder.take(source, "");
        if (taken != null) {
          assertThat(new String(taken.content(), StandardCharsets.UTF_8)).doesNotContain("secret");
        }
      }
    } finally {
      stop.set(true);
      swapping.join();
    }
  }

  private static void swap(Path file, Path secret, AtomicBoolean stop) {
    Path other = file.resolveSibling(".other");
    try {
      while (!stop.get()) {
        Files.createSymbolicLink(other, secret);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(other, "id\n1\n");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldSetAFileAsideWhosePageCannotBeStoredAndGoOnBehindIt() throws Exception {
    SourceConfig source = source("");
    drop("a.csv");
    drop("b.csv");
    for (int run = 0; run < 3; run++) {
      DropFolder.Taken taken = taken(source, "");
      assertThat(taken.unreadable()).isNull();
    }

    DropFolder.Taken aside = taken(source, "");
    assertThat(aside.name()).isEqualTo("a.csv");
    assertThat(aside.reason()).contains("3 times", "moved aside");
    folder.settle(source, aside.name(), aside.stamp(), aside.reason());
    assertThat(run(source)).containsExactly("b.csv");
  }

  private DropFolder.Taken taken(SourceConfig source, String cursor) throws PullFailure {
    return Objects.requireNonNull(folder.take(source, cursor), "a file can be taken");
  }
}
