package io.shangda.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  private final Path folder;

  DataFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldTakeWhileThereIsRoom() {
    assertThat(DataFolder.of(folder, 1).trouble()).isEmpty();
    assertThat(DataFolder.of(folder, 1).takes()).isTrue();
  }

  @Test
  void shouldNameFolderAndReserveAndSayOnceThatNothingMoreIsPulled() {
    DataFolder full = DataFolder.of(folder, Long.MAX_VALUE);

    try (Said said = new Said(DataFolder.class.getName())) {
      assertThat(full.takes()).isFalse();
      assertThat(full.takes()).isFalse();

      assertThat(said.lines())
          .singleElement()
          .asString()
          .contains("The disk of the data folder '" + folder + "' is full", "shangda.data-reserve")
          .contains("Nothing more is pulled", "Make room");
    }
  }

  @Test
  void shouldGoOnWhenTheFolderCanBeWrittenAgain() throws Exception {
    DataFolder mounted = DataFolder.of(folder.resolve("data"), 1);

    try (Said said = new Said(DataFolder.class.getName())) {
      assertThat(mounted.takes()).isFalse();
      Files.createDirectory(folder.resolve("data"));
      assertThat(mounted.takes()).isTrue();

      assertThat(said.lines()).hasSize(2).last().asString().contains("pulling goes on");
    }
  }
}
