package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A record is taken out of a page; the others are still found where they were. */
class RedactionTest {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private static byte[] without(SourceConfig source, byte[] page, String... places) {
    return Objects.requireNonNull(Redaction.without(source, raw(page), Set.of(places)));
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Records that can be read in a page, by their place. */
  private static Map<String, String> records(SourceConfig source, byte[] page) throws PullFailure {
    Map<String, String> records = new LinkedHashMap<>();
    RawPage raw = new RawPage(page, "", "page", Instant.EPOCH);
    for (RawRecord record :
        new FormatPageReader().read(source, raw, null, Told.NOTHING).records()) {
      if (record instanceof RawRecord.Readable readable) {
        records.put(readable.place(), readable.content().toString());
      }
    }
    return records;
  }

  @Test
  void shouldTakeAnElementOutOfAListAndLeaveEveryOtherByte() {
    SourceConfig source = Sources.of("pull-http-json", "{\"records\": \"/data/rows\"}");
    byte[] page =
        " {\"data\": {\"rows\": [{\"id\":\"一\"} , {\"id\":\"二\"}, {\"id\":\"三\"}]}, \"next\":1}"
            .getBytes(StandardCharsets.UTF_8);

    assertThat(utf8(without(source, page, "/data/rows/1")))
        .isEqualTo(" {\"data\": {\"rows\": [{\"id\":\"一\"} , null, {\"id\":\"三\"}]}, \"next\":1}");
  }

  @Test
  void shouldKeepThePlacesOfTheOthersInAPageOfAnotherCharset() throws PullFailure {
    SourceConfig source = Sources.of("pull-http-json", "{}", GB18030, 1 << 20);
    byte[] page = "[{\"id\":\"一\"},{\"id\":\"二\"},{\"id\":\"三\"}]".getBytes(GB18030);

    assertThat(records(source, without(source, page, "/0", "/1")))
        .containsExactly(Map.entry("/2", "{\"id\":\"三\"}"));
  }

  @Test
  void shouldTakeARecordOutOfAPageWithBrokenOnes() throws PullFailure {
    SourceConfig source = Sources.of("pull-http-json", "{}");
    byte[] page =
        "[{\"id\":\"1\"},{\"id\":,},{\"id\":\"3\"},{\"id\":\"4\"}]"
            .getBytes(StandardCharsets.UTF_8);

    byte[] left = without(source, page, "/2");

    assertThat(utf8(left)).doesNotContain("\"3\"");
    assertThat(records(source, left)).containsOnlyKeys("/0", "/3");
  }

  @Test
  void shouldKeepUnreadableWhatWasUnreadable() throws PullFailure {
    SourceConfig source = Sources.of("pull-http-json", "{}");
    byte[] page =
        "[{\"id\":\"1\"},{\"id\":\"é\"},{\"id\":\"3\"}]".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(records(source, page)).containsOnlyKeys("/0", "/2");

    byte[] left = without(source, page, "/0");

    assertThat(records(source, left)).containsOnlyKeys("/2");
  }

  @Test
  void shouldTakeALineOutOfAFileOfLines() throws PullFailure {
    SourceConfig source = Sources.of("pull-http-json", "{\"format\": \"json-lines\"}");
    byte[] page = "{\"id\":1}\r\n\n{\"id\":3}\n{\"id\":4}".getBytes(StandardCharsets.UTF_8);

    assertThat(records(source, without(source, page, "line 3")))
        .containsOnlyKeys("line 1", "line 4");
  }

  @Test
  void shouldTakeARowOutOfATableEvenOneOfSeveralLines() throws PullFailure {
    SourceConfig source = Sources.of("pull-http-json", "{\"format\": \"csv\"}");
    byte[] page = "id,word\n1,\"a\nb\n\"\"c\"\"\"\n2,二\n3,z\n".getBytes(StandardCharsets.UTF_8);
    assertThat(records(source, page)).containsOnlyKeys("line 2", "line 5", "line 6");

    byte[] left = without(source, page, "line 2");

    assertThat(records(source, left)).containsOnlyKeys("line 5", "line 6");
    assertThat(utf8(left)).doesNotContain("a").startsWith("id,word");
  }

  @Test
  void shouldLeaveNothingOfAFileThatIsOneRecord() {
    SourceConfig source = Sources.of("pull-http-json", "{\"format\": \"text\"}");

    assertThat(without(source, "标题：甲".getBytes(StandardCharsets.UTF_8), "line 1")).isEmpty();
  }

  @Test
  void shouldSayWhenAPlaceIsNotThere() {
    SourceConfig source = Sources.of("pull-http-json", "{}");
    byte[] page = "[{\"id\":1}]".getBytes(StandardCharsets.UTF_8);

    assertThat(Redaction.without(source, raw(page), Set.of("/1"))).isNull();
    assertThat(
            Redaction.without(
                source, raw("no json".getBytes(StandardCharsets.UTF_8)), Set.of("/0")))
        .isNull();
  }

  private static RawPage raw(byte[] content) {
    return new RawPage(content, "", "page", Instant.EPOCH);
  }
}
