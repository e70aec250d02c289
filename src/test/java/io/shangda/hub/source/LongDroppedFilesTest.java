package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.FilePart;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RawRecord.Readable;
import io.shangda.hub.record.RawRecord.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file of more records than a page has comes page by page, each of which can be read by itself.
 */
class LongDroppedFilesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");
  private static final Clock LATER =
      Clock.fixed(Instant.now().plus(Duration.ofDays(1)), ZoneOffset.UTC);
  private static final int RECORDS = 25_001;

  private Path inbox;
  private DropFolder folder;
  private final PageReader reader = new FormatPageReader();

  @BeforeEach
  void start(@TempDir Path base) throws IOException {
    inbox = Files.createDirectory(base.resolve("inbox"));
    folder = new DropFolder(LATER, base);
  }

  private static SourceConfig source(String options, @Nullable Charset charset) {
    return Sources.of("pull-files", "{folder: inbox, " + options + "}", charset, 1 << 20);
  }

  private void drop(byte[] content) throws IOException {
    Path file = Files.write(inbox.resolve("long"), content);
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  private static String rows(String end) {
    return IntStream.range(0, RECORDS)
        .mapToObj(i -> i % 2 == 0 ? "%d,\"甲,%d\"".formatted(i, i) : "%d,\"甲\n,%d\"".formatted(i, i))
        .collect(Collectors.joining(end, "id,n" + end, end));
  }

  private record Read(DropFolder.Taken taken, Page page, RawPage raw) {}

  private Read read(SourceConfig source, DropFolder.Taken taken) throws PullFailure {
    RawPage raw = new RawPage(taken.content(), taken.mediaType(), taken.name(), LONG_AGO);
    return new Read(taken, reader.read(source, raw, null, Told.NOTHING), raw);
  }

  private List<Read> all(SourceConfig source) throws PullFailure {
    List<Read> all = new ArrayList<>();
    String cursor = "";
    DropFolder.Taken taken;
    do {
      taken = taken(source, cursor);
      assertThat(taken.content().length).isLessThan(3 << 20);
      all.add(read(source, taken));
      cursor = taken.nextCursor();
    } while (!taken.end());
    return all;
  }

  private static List<String> ids(List<Read> pages) {
    return pages.stream()
        .flatMap(page -> page.page().records().stream())
        .filter(Readable.class::isInstance)
        .map(record -> ((Readable) record).content().path("id").asText())
        .toList();
  }

  private static List<String> expected() {
    return IntStream.range(0, RECORDS).mapToObj(String::valueOf).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GB18030", "UTF-16LE"})
  void shouldReadALongTableInAnyCharacterSet(String charset) throws Exception {
    String mark = charset.startsWith("UTF") ? "\uFEFF" : "";
    drop((mark + rows("\r\n")).getBytes(Charset.forName(charset)));

    List<Read> pages = all(source("format: csv", null));

    assertThat(pages).hasSize(3);
    assertThat(ids(pages)).containsExactlyElementsOf(expected());
    assertThat(pages.subList(0, 2)).noneMatch(page -> page.taken().settles());
    assertThat(pages.get(2).taken().settles()).isTrue();
  }

  @Test
  void shouldSayOfEachRecordInWhichLineOfTheFileItStands() throws Exception {
    drop(rows("\n").getBytes(StandardCharsets.UTF_8));

    List<Read> pages = all(source("format: csv", null));

    Read last = pages.get(2);
    RawRecord record = last.page().records().get(0);
    assertThat(((Readable) record).content().path("id").asText()).isEqualTo("20000");
    assertThat(record.place()).isEqualTo("line 2");
    assertThat(FilePart.shown(last.raw(), record.place())).isEqualTo("long:30002");
    assertThat(FilePart.shown(pages.get(0).raw(), "line 2")).isEqualTo("long:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void shouldReadLongFilesOfLinesWithAnyLineEnd(String end) throws Exception {
    drop(
        IntStream.range(0, RECORDS)
            .mapToObj("{\"id\":%d,\"n\":\"甲\"}"::formatted)
            .collect(Collectors.joining(end))
            .getBytes(StandardCharsets.UTF_8));

    List<Read> pages = all(source("format: json-lines", null));

    assertThat(pages).hasSize(3);
    assertThat(ids(pages)).containsExactlyElementsOf(expected());
    assertThat(FilePart.shown(pages.get(1).raw(), "line 3")).isEqualTo("long:10003");
  }

  @Test
  void shouldReadALongListWherePointedAt() throws Exception {
    drop(
        IntStream.range(0, RECORDS)
            .mapToObj("{\"id\":%d,\"n\":\"甲 ],{\\\"\"}"::formatted)
            .collect(
                Collectors.joining(
                    ",\n", "\uFEFF{\"code\":[0,{}],\"d\":{\"rows\":[", "]},\"x\":1}"))
            .getBytes(StandardCharsets.UTF_8));

    List<Read> pages = all(source("format: json, records: /d/rows", null));

    assertThat(pages).hasSize(3);
    assertThat(ids(pages)).containsExactlyElementsOf(expected());
    assertThat(pages.get(2).page().trouble()).isNull();
    assertThat(FilePart.shown(pages.get(2).raw(), "/d/rows/7")).isEqualTo("long:/d/rows/20007");
  }

  @Test
  void shouldTakeAListOfMoreRecordsThanOnePageMayHave() throws Exception {
    drop(
        IntStream.range(0, 250_000)
            .mapToObj("{\"id\":%d}"::formatted)
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(StandardCharsets.UTF_8));

    List<Read> pages = all(source("format: json", null));

    assertThat(pages).hasSize(25);
    assertThat(ids(pages)).hasSize(250_000).endsWith("249999");
    assertThat(pages.get(24).taken().reason()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":12345,\"n\":\"甲}",
        "{\"id\":12345,\"n\":\"甲\"",
        "{\"id\":12345 \"n\":1}",
        "{\"id\":12345,\"n\":\"甲\"乙\"}",
        "{\"id\":12345,\"n\":[1}"
      })
  void shouldTakeAllOthersOfALongListWithABrokenRecordInIt(String broken) throws Exception {
    String filling = "乙".repeat(200); // more than one page has bytes for
    drop(
        IntStream.range(0, RECORDS)
            .mapToObj(i -> i == 12345 ? broken : "{\"id\":%d,\"n\":\"%s\"}".formatted(i, filling))
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(StandardCharsets.UTF_8));

    List<Read> pages = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    SourceConfig source = source("format: json", null);
    String cursor = "";
    DropFolder.Taken taken;
    do {
      taken = taken(source, cursor);
      if (taken.unreadable() == null) {
        Read read = read(source, taken);
        pages.add(read);
        read.page().records().stream()
            .filter(RawRecord.Unreadable.class::isInstance)
            .forEach(one -> unreadable.add(FilePart.shown(read.raw(), one.place())));
      } else {
        unreadable.add("long:" + taken.unreadable().place());
      }
      cursor = taken.nextCursor();
    } while (!taken.end());

    List<String> others = new ArrayList<>(expected());
    others.remove("12345");
    assertThat(ids(pages)).containsExactlyElementsOf(others);
    assertThat(unreadable).containsExactly("long:/12345");
    assertThat(taken.reason()).as("the file was read to its end").isNull();
  }

  @Test
  void shouldTakeWhatStandsBeforeTheEndOfAListThatIsCutOffAndSetTheFileAside() throws Exception {
    drop("[{\"id\":1},{\"id\":2},{\"id\":".getBytes(StandardCharsets.UTF_8));

    List<Read> pages = all(source("format: json", null));

    assertThat(ids(pages)).containsExactly("1", "2");
    assertThat(pages.get(0).taken().reason()).contains("ends before its list does");
    assertThat(pages.get(0).page().trouble()).isInstanceOf(Page.Trouble.Partial.class);
  }

  @Test
  void shouldSetAsideWhatHasNoList() throws Exception {
    drop("<html>".getBytes(StandardCharsets.UTF_8));

    DropFolder.Taken taken = taken(source("format: json", null), "");
    assertThat(taken.reason()).contains("no JSON");
  }

  @Test
  void shouldReadAPageOfBrokenBytesInTheCharacterSetOfTheWholeFile() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(rows("\n").getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 200; i++) {
      file.writeBytes(("x" + i + ",楚").getBytes(StandardCharsets.UTF_8));
      file.write(0xFE);
      file.write('\n');
    }
    drop(file.toByteArray());

    List<Read> pages = all(source("format: csv", null));
    List<RawRecord> lost =
        pages.get(pages.size() - 1).page().records().stream()
            .filter(Unreadable.class::isInstance)
            .toList();

    assertThat(lost).hasSize(200).extracting("rule").containsOnly("charset");
    assertThat(ids(pages)).hasSize(RECORDS);
  }

  @Test
  void shouldGoOnWhereAnotherProcessStopped() throws Exception {
    drop(rows("\n").getBytes(StandardCharsets.UTF_8));
    SourceConfig source = source("format: csv", null);
    DropFolder.Taken first = taken(source, "");

    folder = new DropFolder(LATER, inbox.resolve(".."));
    DropFolder.Taken second = taken(source, first.nextCursor());
    assertThat(ids(List.of(read(source, second)))).startsWith("10000").hasSize(10_000);
  }

  @Test
  void shouldBeginAgainWithAFileThatWasChangedInBetween() throws Exception {
    drop(rows("\n").getBytes(StandardCharsets.UTF_8));
    SourceConfig source = source("format: csv", null);
    DropFolder.Taken first = taken(source, "");
    Files.writeString(inbox.resolve("long"), "99999,\"z\"\n", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(inbox.resolve("long"), FileTime.from(LONG_AGO));

    assertThat(folder.take(source, first.nextCursor())).isNull();
    assertThat(folder.notice(source)).contains("'long' was changed while it was read");
    DropFolder.Taken again = taken(source, first.nextCursor());
    assertThat(ids(List.of(read(source, again)))).startsWith("0");
  }

  @Test
  void shouldPassOverALineThatNeverEndsAndNameIt() throws Exception {
    drop(("id\n1\n" + "x".repeat(7 << 20) + "\n3\n").getBytes(StandardCharsets.UTF_8));

    SourceConfig source = source("format: csv", null);
    String cursor = "";
    List<DropFolder.Taken> taken = new ArrayList<>();
    do {
      DropFolder.Taken page = taken(source, cursor);
      taken.add(page);
      cursor = page.nextCursor();
    } while (!taken.get(taken.size() - 1).end());

    assertThat(taken).hasSize(3);
    assertThat(ids(List.of(read(source, taken.get(0)), read(source, taken.get(2)))))
        .containsExactly("1", "3");
    assertThat(taken.get(1).unreadable())
        .isNotNull()
        .extracting("place", "rule")
        .containsExactly("line 3", "too-large");
  }

  @Test
  void shouldTakeARecordOutOfOnePageOfAFile() throws Exception {
    drop(rows("\n").getBytes(Charset.forName("GB18030")));
    SourceConfig source = source("format: csv", null);
    Read page = all(source).get(1);

    byte[] left = Objects.requireNonNull(Redaction.without(source, page.raw(), Set.of("line 3")));
    RawPage redacted = new RawPage(left, page.raw().mediaType(), "long", LONG_AGO);
    List<RawRecord> records = reader.read(source, redacted, null, Told.NOTHING).records();
    assertThat(records).hasSize(9_999).extracting(RawRecord::place).doesNotContain("line 3");
    assertThat(records.get(1)).isEqualTo(page.page().records().get(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -1, 0, 1, 2})
  void shouldNotPartALineEndOrAQuotedCellWhereAPageEnds(int shift) throws Exception {
    int page = RowPages.page(1 << 20);
    String head = "id,n\r\n";
    StringBuilder file = new StringBuilder(head);
    int rows = 0;
    while (file.length() < page - 3000) {
      file.append("%d,\"%s\"\r\n".formatted(rows++, "x".repeat(1000)));
    }
    String next = rows++ + ",\"";
    int line = page + shift - 1 - file.length() - next.length() - 1;
    file.append(next)
        .append("y".repeat(line))
        .append("\"\r\n"); // its CR is near the page's last byte
    for (int i = 0; i < 3000; i++) {
      file.append("%d,\"a\r\nb\"\"%s\"\r\n".formatted(rows++, "z".repeat(1000)));
    }
    drop(file.toString().getBytes(StandardCharsets.UTF_8));

    List<Read> pages = all(source("format: csv", null));

    assertThat(ids(pages)).hasSize(rows).doesNotHaveDuplicates();
    assertThat(pages)
        .flatExtracting(read -> read.page().records())
        .hasOnlyElementsOfType(Readable.class);
  }

  @Test
  void shouldLoseOneRowToAQuoteThatNothingCloses() throws Exception {
    drop(
        IntStream.range(0, RECORDS)
            .mapToObj(i -> i == 5 ? "5,\"open" : i + ",a")
            .collect(Collectors.joining("\n", "id,n\n", "\n"))
            .getBytes(StandardCharsets.UTF_8));

    List<Read> pages = all(source("format: csv", null));

    assertThat(ids(pages)).hasSize(RECORDS - 1);
  }

  private DropFolder.Taken taken(SourceConfig source, String cursor) throws PullFailure {
    return Objects.requireNonNull(folder.take(source, cursor), "a file can be taken");
  }
}
