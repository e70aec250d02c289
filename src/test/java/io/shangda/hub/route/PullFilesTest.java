package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord.Unreadable;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.PullFailure.Kind;
import io.shangda.hub.source.Sources;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector pull-files on a real folder. */
class PullFilesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");
  private static final SourceConfig SOURCE =
      Sources.of(
          "pull-files",
          "{folder: inbox, done: done, failed: failed, pattern: '*.csv', format: csv, settle: 2s,"
              + " max-file: 3MB}");

  private Path base;
  private Path inbox;
  private Instant now = Instant.now().plus(Duration.ofDays(1));
  private PullRoutes routes;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    base = folder;
    inbox = Files.createDirectory(base.resolve("inbox"));
    routes = new PullRoutes(new Moving(), text -> text, base);
  }

  @AfterEach
  void stop() {
    routes.close();
  }

  @Test
  void shouldTakeFilesInTheOrderOfTheirNamesAndMoveThemAfterwards() throws Exception {
    drop("b.csv", "id\n2\n");
    drop("a.csv", "id\n1\n");
    drop("note.txt", "left alone");

    List<Page> pages = routes.run(SOURCE, null);

    assertThat(pages)
        .extracting(Page::raw)
        .extracting(RawPage::place)
        .containsExactly("a.csv", "b.csv");
    assertThat(names(inbox)).containsExactly("note.txt");
    assertThat(names(base.resolve("done"))).containsExactly("a.csv", "b.csv");
  }

  @Test
  void shouldFindNothingToPullInAnEmptyFolder() throws Exception {
    Exchange exchange = routes.connector(SOURCE, null);

    assertThat(exchange.getMessage().getBody()).isNull();
    assertThat(exchange.getProperty(PullContract.END)).isEqualTo(true);
  }

  @Test
  void shouldLeaveAFileAloneUntilItStandsStill() throws Exception {
    Files.setLastModifiedTime(drop("a.csv", "id\n1\n"), FileTime.from(now.minusMillis(1500)));

    assertThat(routes.run(SOURCE, null)).isEmpty();
    now = now.plusSeconds(1);
    assertThat(routes.run(SOURCE, null)).hasSize(1);
  }

  @Test
  void shouldLeaveACopyAloneThatKeepsTheTimeOfItsOriginal() throws Exception {
    now = Instant.now();
    drop("a.csv", "id\n1\n"); // its time is long ago, its bytes are just being written

    assertThat(routes.run(SOURCE, null)).isEmpty();
    now = now.plusSeconds(60);
    assertThat(routes.run(SOURCE, null)).hasSize(1);
  }

  @Test
  void shouldWaitForAFileFromAClockThatRunsAhead() throws Exception {
    Path file = drop("a.csv", "id\n1\n");
    Files.setLastModifiedTime(file, FileTime.from(now.plus(Duration.ofHours(1))));

    assertThat(routes.run(SOURCE, null)).isEmpty();
    now = now.plusSeconds(3);
    Files.setLastModifiedTime(file, FileTime.from(now.plus(Duration.ofHours(1))));
    assertThat(routes.run(SOURCE, null)).isEmpty();
    now = now.plusSeconds(3);
    assertThat(routes.run(SOURCE, null)).hasSize(1);
  }

  @Test
  void shouldLeaveUnfinishedEmptyAndHiddenFilesAlone() throws Exception {
    SourceConfig all = Sources.of("pull-files", "{folder: inbox, format: csv}");
    drop("a.csv.part", "id\n1\n");
    drop("b.csv.TMP", "id\n1\n");
    drop(".c.csv", "id\n1\n");
    Files.setLastModifiedTime(drop("d.csv", ""), FileTime.from(now.minusSeconds(300)));

    assertThat(routes.run(all, null)).isEmpty();
  }

  @Test
  void shouldTellAFileThatStaysEmpty() throws Exception {
    drop("a.csv", "");

    List<Page> pages = routes.run(SOURCE, null);

    assertThat(pages.get(0).records()).singleElement().extracting("rule").isEqualTo("empty");
    assertThat(names(base.resolve("failed"))).containsExactly("a.csv", "a.csv.reason.txt");
  }

  @Test
  void shouldTakeAnExportWhoseNameIsInCapitals() throws Exception {
    drop("EXPORT.CSV", "id\n1\n");

    assertThat(routes.run(SOURCE, null)).hasSize(1);
  }

  @Test
  void shouldTellOnceWhichNamesItLeavesAlone() throws Exception {
    drop("note.txt", "left alone");
    Files.createDirectory(inbox.resolve("folder.csv"));

    String told = routes.connector(SOURCE, null).getProperty(PullContract.NOTICE, String.class);
    Object again = routes.connector(SOURCE, null).getProperty(PullContract.NOTICE);

    assertThat(told).contains("2 names", "'folder.csv', 'note.txt'", "*.csv");
    assertThat(again).isNull();
  }

  @Test
  void shouldMoveNoFileIntoAFolderWhereOthersMayWrite() {
    SourceConfig inside =
        Sources.of("pull-files", "{folder: inbox, done: inbox/done, format: csv}");

    PullFailure failure = catchThrowableOfType(PullFailure.class, () -> routes.page(inside, null));

    assertThat(failure.kind()).isEqualTo(Kind.MISFIT);
    assertThat(failure).hasMessageContaining("lies in the drop folder");
  }

  @Test
  void shouldMoveTakenFilesBelowTheHubsOwnFolderWhereNoneIsNamed() throws Exception {
    drop("a.csv", "id\n1\n");

    routes.run(Sources.of("pull-files", "{folder: inbox, format: csv}"), null);

    assertThat(names(base.resolve("data/files/jiangshan-cases/done"))).containsExactly("a.csv");
  }

  @Test
  void shouldNotWriteAReasonOverAnotherFile() throws Exception {
    Files.createDirectory(base.resolve("failed"));
    Path there = Files.writeString(base.resolve("failed/a.csv.reason.txt"), "somebody else's");
    drop("a.csv", "id,id\n1,2\n");

    routes.run(SOURCE, null);

    assertThat(there).hasContent("somebody else's");
    assertThat(names(base.resolve("failed")))
        .containsExactly("a.csv", "a.csv.reason-2.txt", "a.csv.reason.txt");
  }

  @Test
  void shouldNotReadAFileThatHasAnotherNameElsewhere() throws Exception {
    Path secret = Files.writeString(base.resolve("secret.csv"), "id\nsecret\n");
    Files.createLink(inbox.resolve("a.csv"), secret);
    now = Instant.now().plusSeconds(3600);

    List<Page> pages = routes.run(SOURCE, null);

    assertThat(pages.get(0).records()).singleElement().extracting("rule").isEqualTo("link");
    assertThat(pages.get(0).raw().content()).isEmpty();
  }

  @Test
  void shouldLeaveAPipeAloneAndTellIt() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", inbox.resolve("a.csv").toString()).start().waitFor())
        .isZero();
    drop("b.csv", "id\n2\n");

    Exchange taken = routes.connector(SOURCE, null);

    assertThat(taken.getProperty(PullContract.PLACE)).isEqualTo("b.csv");
    assertThat(taken.getProperty(PullContract.NOTICE, String.class)).contains("'a.csv'");
  }

  @Test
  void shouldTakeNamesOfEveryKind() throws Exception {
    List<String> odd = List.of("x".repeat(251) + ".csv", "a\nb.csv", "...csv", " .csv", "c%0a.csv");
    for (String name : odd) {
      drop(name, "id\n1\n");
    }

    assertThat(routes.run(SOURCE, null))
        .extracting(page -> page.raw().place())
        .containsExactlyInAnyOrder("x".repeat(251) + ".csv", "a␊b.csv", " .csv", "c%0a.csv");
  }

  @Test
  void shouldGoOnBehindAFileThatCouldNotBeMovedAndTakeItAgainNextTime() throws Exception {
    drop("a.csv", "id\n1\n");
    drop("b.csv", "id\n2\n");
    Exchange first = routes.connector(SOURCE, null);
    String cursor = first.getProperty(PullContract.NEXT_CURSOR, String.class);

    Exchange second = routes.connector(SOURCE, cursor);

    assertThat(second.getProperty(PullContract.PLACE)).isEqualTo("b.csv");
    assertThat(second.getProperty(PullContract.END)).isEqualTo(true);
    String next = second.getProperty(PullContract.NEXT_CURSOR, String.class);
    assertThat(routes.run(SOURCE, next))
        .extracting(Page::raw)
        .extracting(RawPage::place)
        .containsExactly("a.csv", "b.csv");
  }

  @Test
  void shouldTakeAFileWhoseNameComesBeforeTheOneTakenLast() throws Exception {
    drop("a.csv", "id\n1\n");

    assertThat(routes.run(SOURCE, "z.csv")).hasSize(1);
  }

  @Test
  void shouldKeepAFileOfTheSameNameThatIsDoneAlready() throws Exception {
    drop("a.csv", "id\n1\n");
    routes.run(SOURCE, null);
    drop("a.csv", "id\n1\n");
    routes.run(SOURCE, null);

    assertThat(names(base.resolve("done"))).containsExactly("a-2.csv", "a.csv");
  }

  @Test
  void shouldNotMoveAFileThatWasWrittenAnewSinceItWasRead() throws Exception {
    drop("a.csv", "id\n1\n");
    Exchange taken = routes.connector(SOURCE, null);
    drop("a.csv", "id\n1\n2\n");

    routes.settle(taken);

    assertThat(names(inbox)).contains("a.csv");
    assertThat(routes.run(SOURCE, null).get(0).records()).hasSize(2);
  }

  @Test
  void shouldDoNothingWhenAskedTwiceToMoveAFile() throws Exception {
    drop("a.csv", "id\n1\n");
    Exchange taken = routes.connector(SOURCE, null);

    routes.settle(taken);
    routes.settle(taken);

    assertThat(names(base.resolve("done"))).containsExactly("a.csv");
  }

  @Test
  void shouldMoveAFileInWhichNothingCanBeReadAsideWithTheReason() throws Exception {
    drop("a.csv", "id,id\n1,2\n");

    List<Page> pages = routes.run(SOURCE, null);

    assertThat(pages.get(0).records()).singleElement().isInstanceOf(Unreadable.class);
    assertThat(names(base.resolve("failed"))).containsExactly("a.csv", "a.csv.reason.txt");
    assertThat(Files.readString(base.resolve("failed/a.csv.reason.txt")))
        .contains("重复")
        .contains("twice");
  }

  @Test
  void shouldMoveAFileThatIsTooLargeAsideAndGoOn() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(inbox.resolve("a.csv").toFile(), "rw")) {
      large.setLength(60L << 20);
    }
    Files.setLastModifiedTime(inbox.resolve("a.csv"), FileTime.from(LONG_AGO));
    drop("b.csv", "id\n2\n");

    List<Page> pages = routes.run(SOURCE, null);

    assertThat(pages.get(0).records())
        .singleElement()
        .extracting("rule", "place")
        .containsExactly("too-large", "a.csv");
    assertThat(pages.get(0).raw().content()).isEmpty();
    assertThat(names(base.resolve("failed"))).containsExactly("a.csv", "a.csv.reason.txt");
    assertThat(names(base.resolve("done"))).containsExactly("b.csv");
  }

  @Test
  void shouldSetAFileAsideThatTookTheMemoryAndGoOnBehindIt() throws Exception {
    drop("a.csv", "id\n1\n");
    drop("b.csv", "id\n2\n");
    Exchange taken = routes.connector(SOURCE, null);

    String said = taken.getProperty(PullContract.SET_ASIDE, PullContract.Aside.class).leaveOut();
    List<Page> pages = routes.run(SOURCE, null);

    assertThat(said).contains("the file 'a.csv' from line 1 on", "failed folder", "Split it");
    assertThat(pages.get(0).records())
        .singleElement()
        .extracting("rule", "place")
        .containsExactly("too-much-memory", "a.csv");
    assertThat(names(base.resolve("failed"))).containsExactly("a.csv", "a.csv.reason.txt");
    assertThat(names(base.resolve("done"))).containsExactly("b.csv");
  }

  @Test
  void shouldBlameNoFileForWantOfMemoryWhileNoneIsRead() throws Exception {
    Exchange nothing = routes.connector(SOURCE, null);

    assertThat(nothing.getProperty(PullContract.SET_ASIDE, PullContract.Aside.class).leaveOut())
        .isNull();
  }

  @Test
  void shouldTakeAFileAgainThatWasDroppedAnewAfterItTookTheMemory() throws Exception {
    drop("a.csv", "id\n1\n");
    routes
        .connector(SOURCE, null)
        .getProperty(PullContract.SET_ASIDE, PullContract.Aside.class)
        .leaveOut();
    routes.run(SOURCE, null);
    drop("a.csv", "id\n1\n");

    routes.run(SOURCE, null);

    assertThat(names(base.resolve("done"))).containsExactly("a.csv");
  }

  @Test
  void shouldNotFollowALinkOutOfTheFolder() throws Exception {
    Path secret = Files.writeString(base.resolve("secret.csv"), "id\nsecret\n");
    Files.createSymbolicLink(inbox.resolve("a.csv"), secret);
    now = Instant.now().plusSeconds(3600);

    List<Page> pages = routes.run(SOURCE, null);

    assertThat(pages.get(0).records()).singleElement().extracting("rule").isEqualTo("link");
    assertThat(secret).exists();
    assertThat(names(base.resolve("failed"))).contains("a.csv.reason.txt");
  }

  @Test
  void shouldSayThatTheFolderIsMissing() throws Exception {
    Files.delete(inbox);

    PullFailure failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.MISFIT);
    assertThat(failure).hasMessageContaining("inbox").hasMessageContaining("missing");
  }

  @Test
  void shouldTakeNothingFromAFolderItCannotMoveFilesIn() throws Exception {
    drop("a.csv", "id\n1\n");
    Files.writeString(base.resolve("done"), "a file where the folder should be");

    PullFailure failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.MISFIT);
    assertThat(failure).hasMessageContaining("cannot move files");
    assertThat(names(inbox)).contains("a.csv");
  }

  private PullFailure failure() {
    return catchThrowableOfType(PullFailure.class, () -> routes.page(SOURCE, null));
  }

  private Path drop(String name, String content) throws IOException {
    Path file = Files.writeString(inbox.resolve(name), content);
    return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(content.length())));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private final class Moving extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
