package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Cases as data: {@code <case>.input.json} beside {@code <case>.expected.json}. */
final class CaseFiles {
  private static final String INPUT = ".input.json";

  private CaseFiles() {}

  record Case(String name, JsonNode input, JsonNode expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> in(String folder) throws IOException {
    Path cases = Path.of("src/test/resources/push").resolve(folder);
    try (Stream<Path> files = Files.list(cases)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.endsWith(INPUT))
          .map(file -> file.substring(0, file.length() - INPUT.length()))
          .sorted()
          .map(name -> read(cases, name))
          .toList();
    }
  }

  private static Case read(Path folder, String name) {
    try {
      return new Case(
          name,
          Samples.JSON.readTree(Files.readAllBytes(folder.resolve(name + INPUT))),
          Samples.JSON.readTree(Files.readAllBytes(folder.resolve(name + ".expected.json"))));
    } catch (IOException e) {
      throw new IllegalStateException("case " + name, e);
    }
  }
}
