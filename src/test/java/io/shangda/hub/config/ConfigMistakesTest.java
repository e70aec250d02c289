package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of {@code mistakes/} is laid over the good configuration; its {@code expected.txt}
 * has every mistake that must be named, in order, and no other.
 */
class ConfigMistakesTest {

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(Folders.TEST.resolve("mistakes"))) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldNameEveryMistakeWithFileLineKeyFoundAndExpected(String name) throws IOException {
    // Given
    Path folder = Folders.TEST.resolve("mistakes").resolve(name);
    List<String> expected = Files.readAllLines(folder.resolve("expected.txt"));
    ConfigFiles files = Folders.goodWith(folder);
    files.byPath().remove("expected.txt");

    // When
    ConfigReader.Result result = new ConfigReader(List.of()).read(files, Folders.CONNECTORS);

    // Then
    assertThat(result).isInstanceOf(ConfigReader.Result.Bad.class);
    assertThat(((ConfigReader.Result.Bad) result).mistakes().stream().map(ConfigMistake::toString))
        .containsExactlyElementsOf(expected);
  }
}
