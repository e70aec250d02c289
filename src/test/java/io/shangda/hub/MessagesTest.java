package io.shangda.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What an operator reads is on a list, {@code messages.txt}, where somebody has read it whole: what
 * is the matter, with which thing, where, and what happens next or is to be done.
 */
class MessagesTest {
  private static final Path LIST = Path.of("src/test/resources/messages.txt");

  /** In the list only: what stands behind it tells what happens next, or what to do. */
  private static final String NEXT = "‖";

  /** Kinds that have two parts in the text itself: found and expected, title and what to send. */
  private static final List<String> TWO_PARTS = List.of("check ", "api ");

  @Test
  void shouldSayNothingToAnOperatorThatIsNotOnTheList() throws IOException {
    SortedSet<String> unread = Messages.inTheSources();
    list().forEach(line -> unread.remove(plain(line)));

    assertThat(unread)
        .as(
            "read them, mend them if a part is missing, put them into %s with %s before what"
                + " happens next",
            LIST, NEXT)
        .isEmpty();
  }

  @Test
  void shouldListNothingThatIsNoLongerSaid() throws IOException {
    SortedSet<String> gone = new TreeSet<>(list().stream().map(MessagesTest::plain).toList());
    gone.removeAll(Messages.inTheSources());

    assertThat(gone).as("take them out of %s", LIST).isEmpty();
  }

  @Test
  void shouldSayInEveryMessageWhatHappensNext() throws IOException {
    assertThat(list())
        .filteredOn(line -> TWO_PARTS.stream().noneMatch(line::startsWith))
        .as("each with %s before what happens next, or what to do", NEXT)
        .allMatch(line -> line.matches(".*\\p{L}.*" + NEXT + ".*(\\p{L}|\\{}).*"));
  }

  @Test
  void shouldSayInEveryLineOfTheLogWhichOneAndWhere() throws IOException {
    assertThat(list())
        .filteredOn(line -> line.startsWith("log "))
        .as("a line of the log names the source, target, batch, file, setting or cause")
        .allMatch(line -> line.substring(0, Math.max(0, line.indexOf(NEXT))).contains("{}"));
  }

  private static String plain(String line) {
    return line.replace(NEXT, "");
  }

  private static List<String> list() throws IOException {
    return Files.readAllLines(LIST).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
