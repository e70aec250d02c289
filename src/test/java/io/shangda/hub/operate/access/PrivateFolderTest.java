package io.shangda.hub.operate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path place;

  @Test
  void shouldMakeAFolderThatNobodyElseLooksInto() throws IOException {
    new PrivateFolder(place.resolve("a/data")).make();

    assertThat(mode(place.resolve("a/data"))).isEqualTo("rwx------");
  }

  @Test
  void shouldCloseWhatIsOpenInAFolderThatIsThere() throws IOException {
    Path data = Files.createDirectories(place.resolve("data/artemis/journal"));
    Path database = Files.writeString(place.resolve("data/hub.mv.db"), "x");
    Path script = Files.writeString(place.resolve("data/artemis/run"), "x");
    Path outside = Files.writeString(place.resolve("outside"), "x");
    Files.createSymbolicLink(place.resolve("data/link"), outside);
    open(outside, "rw-r--r--");
    open(database, "rw-r--r--");
    open(script, "rwxrwxrwx");
    open(data, "rwxr-xr-x");
    open(place.resolve("data"), "rwxr-xr-x");
    open(place.resolve("data/artemis"), "rwx------");

    assertThat(new PrivateFolder(place.resolve("data")).close())
        .as("what lies in artemis/ was out of reach")
        .isEqualTo(2);

    assertThat(mode(place.resolve("data"))).isEqualTo("rwx------");
    assertThat(mode(data)).isEqualTo("rwx------");
    assertThat(mode(database)).isEqualTo("rw-------");
    assertThat(mode(script)).isEqualTo("rwx------");
    assertThat(mode(outside)).isEqualTo("rw-r--r--");
    assertThat(new PrivateFolder(place.resolve("data")).close()).isZero();
  }

  @Test
  void shouldSayNothingOfWhatTheHubMadeItselfInAFolderThatWasClosedBefore() throws IOException {
    new PrivateFolder(place.resolve("data")).make();
    Path journal = Files.createDirectories(place.resolve("data/artemis/journal"));
    Path database = Files.writeString(place.resolve("data/hub.mv.db"), "x");
    Path page = Files.writeString(journal.resolve("activemq-data-1.amq"), "x");
    open(journal, "rwxr-xr-x");
    open(place.resolve("data/artemis"), "rwxr-xr-x");
    open(database, "rw-r--r--");
    open(page, "rw-r--r--");

    assertThat(new PrivateFolder(place.resolve("data")).close()).isZero();

    assertThat(mode(database)).isEqualTo("rw-------");
    assertThat(mode(journal)).isEqualTo("rwx------");
    assertThat(mode(page)).isEqualTo("rw-------");
  }

  @Test
  void shouldCountWhatCouldBeReadBesideAFolderThatWasClosed() throws IOException {
    Path data = Files.createDirectories(place.resolve("data"));
    Path closed = Files.createDirectories(data.resolve("a"));
    open(Files.writeString(closed.resolve("x"), "x"), "rw-r--r--");
    open(Files.writeString(data.resolve("b"), "x"), "rw-r--r--");
    open(closed, "rwx------");
    open(data, "rwxr-xr-x");

    assertThat(new PrivateFolder(data).close()).as("the folder and b").isEqualTo(2);
  }

  private static void open(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
