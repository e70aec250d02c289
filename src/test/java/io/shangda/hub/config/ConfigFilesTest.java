package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void shouldRefuseAZipThatUnfoldsIntoMoreThanAConfigurationCanBe() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 3; i++) {
        out.putNextEntry(new ZipEntry("codes/" + i + ".csv"));
        byte[] megabyte = new byte[1024 * 1024];
        for (int mb = 0; mb < 30; mb++) {
          out.write(megabyte);
        }
      }
    }
    assertThat(bytes.size()).isLessThan(1024 * 1024);

    assertThatThrownBy(() -> ConfigFiles.ofZip(bytes.toByteArray()))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("more than 20000 files or 67108864 bytes are no configuration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../routes/x.yaml", "/etc/passwd", "a/../../b", "a//b", "a\\b", "./a", "", "a\n"})
  void shouldRefuseAZipWithANameThatIsNotBelowItsFolder(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write('x');
    }

    assertThatThrownBy(() -> ConfigFiles.ofZip(bytes.toByteArray()))
        .isInstanceOf(UncheckedIOException.class);
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
