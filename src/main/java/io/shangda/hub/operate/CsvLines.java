package io.shangda.hub.operate;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a CSV file (UTF-8, a header row) part by part, however long it is. */
final class CsvLines {
  private static final int PART = 2000;

  private CsvLines() {}

  /** Is given a part; {@code last} says that none follows. */
  @FunctionalInterface
  interface Use {
    void part(List<Map<String, String>> rows, boolean last) throws HubClient.Refusal;
  }

  static void each(Path file, Use use) throws IOException, HubClient.Refusal {
    CsvMapper mapper = CsvMapper.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();
    try (var text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        MappingIterator<Map<String, String>> rows =
            mapper
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(text)) {
      List<Map<String, String>> part = new ArrayList<>();
      while (rows.hasNextValue()) {
        part.add(rows.nextValue());
        if (part.size() == PART && rows.hasNextValue()) {
          use.part(part, false);
          part = new ArrayList<>();
        }
      }
      use.part(part, true);
    }
  }
}
