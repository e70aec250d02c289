package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {

  @Test
  void shouldReadTheFilesOfAFolderByTheirPath() {
    assertThat(Folders.good().byPath())
        .containsKeys("sources/base/town-site.yaml", "mappings/jiangshan/case-accept.jslt");
    assertThat(Folders.good().below("sources/base").keySet())
        .containsExactly("sources/base/town-site.yaml");
  }

  @Test
  void shouldPassOverHiddenFilesLeftoversAndTheHubsOwnSchemas(@TempDir Path folder)
      throws IOException {
    // Given
    for (String path :
        new String[] {
          "rules/a.yaml", "rules/.a.yaml.swp", "rules/a.yaml~", ".git/config", "schemas/hub/x.json"
        }) {
      Files.createDirectories(folder.resolve(path).getParent());
      Files.writeString(folder.resolve(path), "x");
    }

    // When
    ConfigFiles files = ConfigFiles.read(folder);

    // Then
    assertThat(files.byPath()).containsOnlyKeys("rules/a.yaml");
  }

  @Test
  void shouldLeaveTheSettingsOfTheNodeOut(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("application.properties"), "shangda.pull.slots=4");

    assertThat(ConfigFiles.read(folder).byPath()).isEmpty();
  }

  @Test
  void shouldGoThroughAZipUnchanged() {
    ConfigFiles files = Folders.good();

    ConfigFiles back = ConfigFiles.ofZip(files.zip());

    assertThat(back.byPath().keySet()).isEqualTo(files.byPath().keySet());
    assertThat(back.text("sources/jiangshan-towns.csv"))
        .isEqualTo(files.text("sources/jiangshan-towns.csv"));
    assertThat(back.hash()).isEqualTo(files.hash());
  }

  @Test
  void shouldPackTheSameFilesIntoTheSameBytes() {
    assertThat(Folders.good().zip()).isEqualTo(Folders.good().zip());
  }

  @Test
  void shouldHashPathsAndContents() {
    ConfigFiles good = Folders.good();

    assertThat(good.hash().text()).matches("sha256:[0-9a-f]{64}");
    assertThat(good.hash()).isNotEqualTo(Folders.goodWith(Map.of("codes/x.csv", "")).hash());
    assertThat(Folders.goodWith(Map.of("codes/x.csv", "")).hash())
        .isNotEqualTo(Folders.goodWith(Map.of("codes/y.csv", "")).hash());
  }
}
