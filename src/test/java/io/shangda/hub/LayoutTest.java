package io.shangda.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where things are, so that who has never seen the project finds them. */
class LayoutTest {
  private static final Path TOP = Path.of("");

  @Test
  void shouldHaveOnlyWhatThePlanNamesAtTheTop() throws IOException {
    Set<String> known =
        new TreeSet<>(
            Set.of(
                "pom.xml",
                "src",
                "routes",
                "config",
                "README.md",
                "README.zh-CN.md",
                "LICENSE",
                ".gitignore",
                ".ci",
                ".git"));

    assertThat(names(TOP).filter(name -> !ignored(name)))
        .containsOnlyOnceElementsOf(known)
        .isSubsetOf(known);
  }

  @Test
  void shouldKeepConfigurationInTheFoldersThatHaveAMeaning() throws IOException {
    assertThat(names(Path.of("config")))
        .isSubsetOf(
            "sources",
            "targets",
            "mappings",
            "schemas",
            "codes",
            "rules",
            "calendar",
            "screening",
            "application.properties");
  }

  @Test
  void shouldKeepNothingButRoutesAndTheirReadmeInRoutes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      List<String> others =
          files
              .filter(Files::isRegularFile)
              .map(Path::toString)
              .filter(name -> !name.endsWith(".camel.yaml"))
              .toList();

      assertThat(others).containsExactly(Path.of("routes", "README.md").toString());
    }
  }

  @Test
  void shouldTellHowToRunAndTestItInOneLineEach() throws IOException {
    for (String readme : List.of("README.md", "README.zh-CN.md")) {
      assertThat(Files.readAllLines(Path.of(readme)))
          .as(readme)
          .contains("SHANGDA_SANDBOX=true mvn -DskipTests package quarkus:run", "mvn verify");
    }
    assertThat(Files.readString(Path.of(".ci/run"))).contains("mvn verify");
  }

  /** What the working copy may hold although it is not part of the project. */
  private static boolean ignored(String name) {
    try {
      return Files.readAllLines(Path.of(".gitignore")).stream()
          .map(
              line ->
                  FileSystems.getDefault().getPathMatcher("glob:" + line.replaceFirst("/$", "")))
          .anyMatch(pattern -> pattern.matches(Path.of(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }
}
