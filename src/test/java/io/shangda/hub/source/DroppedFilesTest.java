package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and moves of dropped files. */
class DroppedFilesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");
  private static final Clock LATER =
      Clock.fixed(Instant.now().plus(Duration.ofDays(1)), ZoneOffset.UTC);

  private Path base;

  @BeforeEach
  void start(@TempDir Path folder) {
    base = folder;
  }

  /** A file whose name has these bytes, written as a URI writes them. */
  private static Path drop(Path folder, String name, String content) throws IOException {
    Path file = Path.of(URI.create(folder.toUri() + name));
    Files.writeString(file, content);
    return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void shouldReadANameInWhateverBytesItWasWritten() throws IOException {
    assertThat(FileName.of(drop(base, "%E6%B1%9F%E5%B1%B1%201.csv", "x"))).isEqualTo("江山 1.csv");
    assertThat(FileName.of(drop(base, "%BD%AD%C9%BD.csv", "x"))).isEqualTo("江山.csv");
    assertThat(FileName.of(drop(base, "%FF%FF.csv", "x"))).isEqualTo("%FF%FF.csv");
  }

  @Test
  void shouldMoveAFileWhoseNameIsNotUtf8() throws Exception {
    Path inbox = Files.createDirectory(base.resolve("inbox"));
    drop(inbox, "%BD%AD%C9%BD.csv", "id\n1\n");
    drop(inbox, "%E6%B1%9F%E5%B1%B1%201.csv", "id\n2\n");
    DropFolder folder = new DropFolder(LATER, base);
    var source = Sources.of("pull-files", "{folder: inbox, done: done, format: csv}");

    List<String> names = new ArrayList<>();
    for (DropFolder.Taken taken = folder.take(source, null);
        taken != null;
        taken = folder.take(source, null)) {
      names.add(taken.name());
      folder.settle(source, taken.name(), taken.stamp(), null);
      assertThat(names).hasSizeLessThan(5);
    }

    assertThat(names).containsExactlyInAnyOrder("江山.csv", "江山 1.csv");
    assertThat(files(inbox)).isZero();
    assertThat(files(base.resolve("done"))).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%E5%AD%97*83.csv", // 253 bytes
        "a*255",
        "a.b*253",
        "%BD%AD*125.csv", // GBK: 3 bytes for each in a name that every system takes
      })
  void shouldMoveAFileWhoseNameIsAsLongAsNamesCanBe(String name) throws Exception {
    Matcher parts = Pattern.compile("(.*?)((?:%..)+|.)\\*([0-9]+)(.*)").matcher(name);
    assertThat(parts.matches()).isTrue();
    String longest =
        parts.group(1) + parts.group(2).repeat(Integer.parseInt(parts.group(3))) + parts.group(4);
    Path inbox = Files.createDirectory(base.resolve("inbox"));
    DropFolder folder = new DropFolder(LATER, base);
    var source = Sources.of("pull-files", "{folder: inbox, failed: failed, format: csv}");

    for (int times = 1; times <= 2; times++) {
      drop(inbox, longest, "id\n" + times + "\n");
      DropFolder.Taken taken = Objects.requireNonNull(folder.take(source, null));
      folder.settle(source, taken.name(), taken.stamp(), "it could not be read");
    }

    assertThat(files(inbox)).isZero();
    assertThat(files(base.resolve("failed"))).isEqualTo(4);
  }

  @Test
  void shouldNeverReplaceAFileThatAnotherMovesAtTheSameTime() throws Exception {
    Path done = Files.createDirectory(base.resolve("done"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> moves = new ArrayList<>();
      for (int folder = 0; folder < 4; folder++) {
        Path inbox = Files.createDirectory(base.resolve("inbox" + folder));
        moves.add(
            () -> {
              for (int i = 0; i < 100; i++) {
                Path file = Files.writeString(inbox.resolve("a.csv"), inbox + "/" + i);
                FileMove.into(done, file);
              }
              return null;
            });
      }
      for (Future<Void> move : threads.invokeAll(moves)) {
        move.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(files(done)).isEqualTo(400);
    try (Stream<Path> files = Files.list(done)) {
      assertThat(files.map(DroppedFilesTest::content).distinct()).hasSize(400);
    }
  }

  @Test
  void shouldMoveAFileToAnotherDiskWhole() throws Exception {
    Path done = Files.createTempDirectory(Path.of("/dev/shm"), "done");
    try {
      assertThat(Files.getFileStore(done)).isNotEqualTo(Files.getFileStore(base));
      Path inbox = Files.createDirectory(base.resolve("inbox"));
      Path file = drop(inbox, "a.csv", "id\n1\n");
      Path link = Files.createSymbolicLink(inbox.resolve("b.csv"), Path.of("/etc/hostname"));
      Files.writeString(done.resolve("a.csv"), "an earlier one");

      Path moved = FileMove.into(done, file);
      Path movedLink = FileMove.into(done, link);

      assertThat(moved).hasFileName("a-2.csv").hasContent("id\n1\n");
      assertThat(Files.getLastModifiedTime(moved)).isEqualTo(FileTime.from(LONG_AGO));
      assertThat(movedLink).isSymbolicLink();
      assertThat(inbox).isEmptyDirectory();
    } finally {
      try (Stream<Path> left = Files.list(done)) {
        for (Path one : left.toList()) {
          Files.delete(one);
        }
      }
      Files.delete(done);
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void shouldLeaveTheFileWhereItIsWhenItCannotBeMoved() throws Exception {
    Path inbox = Files.createDirectory(base.resolve("inbox"));
    drop(inbox, "a.csv", "id\n1\n");
    DropFolder folder = new DropFolder(LATER, base);
    var source = Sources.of("pull-files", "{folder: inbox, done: done, format: csv}");
    DropFolder.Taken taken = Objects.requireNonNull(folder.take(source, null));
    Files.delete(base.resolve("done"));
    Files.writeString(base.resolve("done"), "a file where the folder was");

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> folder.settle(source, taken.name(), taken.stamp(), null))
        .isInstanceOf(PullFailure.class)
        .hasMessageContaining("cannot move files");
    assertThat(inbox.resolve("a.csv")).exists();
  }
}
