package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig.Absence;
import io.shangda.hub.store.Dialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * P8 where a lower system drops its list as files: all files of a run are one list, and a run that
 * finds none has no list at all.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class FileListsTest {
  private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");

  private final Dialect dialect;
  private Path base;
  private IntakeRoutes hub;
  private int files;

  FileListsTest(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    base = folder;
    Files.createDirectory(folder.resolve("inbox"));
    hub = new IntakeRoutes(dialect, folder);
    hub.source(
        "pull-files",
        "{folder: inbox, pattern: '*.csv', format: csv, settle: 0s}",
        StandardCharsets.UTF_8,
        new Absence(1, Duration.ZERO, 1, 1000, Duration.ofDays(1)));
    drop("0 1 2 3 4 5 6 7 8 9");
    pull();
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    try {
      assertThat(hub.balanced()).isTrue();
    } finally {
      hub.close();
    }
  }

  @Test
  void shouldWithdrawWhatTheNextFileLacksAndBringItBack() throws IOException {
    drop("0 1 2 4 5 6 7 8 9");

    assertThat(pull()).isEqualTo("complete ");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(withdrawn()).containsExactly("3"));

    drop("0 1 2 3 4 5 6 7 8 9");
    pull();
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldWithdrawNothingBecauseNoFileCame() {
    assertThat(pull()).isEqualTo("complete ");
    assertThat(pull()).isEqualTo("complete ");

    assertThat(missing()).isZero();
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldTakeTheFilesOfARunForOneList() throws IOException {
    drop("0 1 2 3 4");
    drop("5 6 7 8 9");

    assertThat(pull()).isEqualTo("complete ");

    assertThat(missing()).isZero();
  }

  @Test
  void shouldTakeTheSeveralPagesOfALongFileForOneListAndThenMoveIt() throws IOException {
    String all =
        IntStream.range(0, 10_003)
            .filter(id -> id != 3)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" "));
    drop(all);

    assertThat(pull()).isEqualTo("complete ");

    assertThat(hub.number("select max(pulled) from pull_run")).isEqualTo(10_002);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(withdrawn()).containsExactly("3"));
    assertThat(base.resolve("data/files/town/done/list-001.csv")).exists();
  }

  @Test
  void shouldWithdrawNothingForAFileWithoutARecordAndSayIt() throws IOException {
    drop("");

    assertThat(pull()).startsWith("warned ").contains("it is empty", "without a person");
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldWithdrawNothingForAFileWithALineThatCannotBeRead() throws IOException {
    put("id,title\n0,第0号\n1,第1号,one value too many,and another\n2,第2号\n");

    assertThat(pull()).startsWith("warned ").contains("what could not be read");
    assertThat(missing()).isZero();
  }

  @Test
  void shouldWithdrawNothingForAFileOfAnotherKind() throws IOException {
    put("<html><body>系统维护中</body></html>\n");

    assertThat(pull()).startsWith("warned ").contains("what could not be read");
    assertThat(missing()).isZero();
  }

  private void drop(String ids) throws IOException {
    StringBuilder file = new StringBuilder("id,title\n");
    for (String id : ids.isEmpty() ? new String[0] : ids.split(" ")) {
      file.append(id).append(",第").append(id).append("号\n");
    }
    put(file.toString());
  }

  private void put(String content) throws IOException {
    Path file = base.resolve("inbox").resolve("list-%03d.csv".formatted(files++));
    Path written = Files.writeString(base.resolve("written"), content);
    Files.setLastModifiedTime(written, FileTime.from(LONG_AGO));
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** One run; gives its state and the operator's text. */
  private String pull() {
    long run = hub.pull();
    return hub.text("select state || ' ' || coalesce(error, '') from pull_run where id = " + run);
  }

  private long missing() {
    return hub.number("select count(*) from absence");
  }

  /** Source keys of what was withdrawn. */
  private List<String> withdrawn() {
    return hub.texts(
        """
        select r.source_key from record r join record_version v on v.record = r.id and v.version = r.version
        where v.deleted order by r.source_key
        """);
  }
}
