package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RawRecord.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a page of very many records not every tree is kept, and each record is still itself. */
class LargePagesTest {
  private static final int RECORDS = Trees.KEPT + 5;

  private static List<Readable> read(String options, String text) throws PullFailure {
    RawPage raw = new RawPage(text.getBytes(StandardCharsets.UTF_8), "", "drop", Instant.EPOCH);
    List<RawRecord> records =
        new FormatPageReader()
            .read(
                Sources.of("pull-files", options, StandardCharsets.UTF_8, 1 << 20),
                raw,
                null,
                Told.NOTHING)
            .records();
    return records.stream().map(Readable.class::cast).toList();
  }

  private static String lines(String format, String separator) {
    return IntStream.range(0, RECORDS)
        .mapToObj(format::formatted)
        .collect(Collectors.joining(separator));
  }

  private static void assertThatTheLaterOnesAreReadAnew(List<Readable> records) {
    assertThat(records).hasSize(RECORDS);
    for (int i : new int[] {0, Trees.KEPT - 1, Trees.KEPT, RECORDS - 1}) {
      ObjectNode content = records.get(i).content();
      assertThat(content.toString()).isEqualTo("{\"id\":\"%d\",\"n\":\"甲,%d\"}", i, i);
      assertThat(records.get(i).content() == content).isEqualTo(i < Trees.KEPT);
    }
  }

  @Test
  void shouldReadALargePageOfJson() throws Exception {
    assertThatTheLaterOnesAreReadAnew(
        read(
            "format: json\nrecords: /data",
            "{\"data\":[" + lines("{\"id\":\"%1$d\",\"n\":\"甲,%1$d\"}", ", ") + "]}"));
  }

  @Test
  void shouldReadALargePageOfJsonThatIsBroken() throws Exception {
    List<RawRecord> records =
        new JsonDecoder(com.fasterxml.jackson.core.JsonPointer.compile("/data"), 1 << 20, null)
            .decode(
                ("{\"data\":[{\"id\":}," + lines("{\"id\":\"%1$d\"}", ",") + "]}")
                    .getBytes(StandardCharsets.UTF_8),
                "drop",
                null)
            .records();

    assertThat(records).hasSize(RECORDS + 1);
    assertThat(records.get(0)).isInstanceOf(RawRecord.Unreadable.class);
    Readable last = (Readable) records.get(RECORDS);
    assertThat(last.content().toString()).isEqualTo("{\"id\":\"%d\"}", RECORDS - 1);
    assertThat(last.content()).isNotSameAs(last.content());
  }

  @Test
  void shouldReadALargeFileOfLines() throws Exception {
    assertThatTheLaterOnesAreReadAnew(
        read("format: json-lines", lines("{\"id\":\"%1$d\",\"n\":\"甲,%1$d\"}", "\n")));
  }

  @Test
  void shouldReadALargeFileOfRows() throws Exception {
    assertThatTheLaterOnesAreReadAnew(
        read("format: csv", "id,n\n" + lines("%1$d,\"甲,%1$d\"", "\r\n")));
  }
}
