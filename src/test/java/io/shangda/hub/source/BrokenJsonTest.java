package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord.Readable;
import io.shangda.hub.record.RawRecord.Unreadable;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of JSON with something wrong in it: what can be read is read, the rest is told. */
class BrokenJsonTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String OPTIONS =
      "{records: /data, paging: {style: cursor, parameter: c, next: /next}}";

  private final PageReader reader = new FormatPageReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":2,\"a\":tru}",
        "{\"id\":2,\"a\":01}",
        "{\"id\":2,\"a\":NaN}",
        "{\"id\":2 \"a\":1}",
        "{\"id\":2,\"a\":\"x\ny\"}",
        "{\"id\":2,\"a\":\"\\q\"}",
        "{\"id\":2,\"a\":\"no end, \"b\":3}",
        "{\"id\":2,\"a\":{\"b\":3}",
        "{\"id\":2,\"a\":[1,{\"id\":7}]",
        "{\"id\":2,\"a\":[1,2}}",
        "{\"id\":2,,\"a\":1}"
      })
  void shouldTakeTheOtherRecordsOfAPageWithOneBrokenRecord(String broken) throws Exception {
    Page page =
        read("{\"data\":[{\"id\":1}," + broken + ",{\"id\":3},{\"id\":4}],\"next\":\"c9\"}");

    assertThat(ids(page)).containsExactly("1", "3", "4");
    assertThat(unreadable(page))
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.place()).isEqualTo("/data/1");
              assertThat(lost.rule()).isEqualTo("json");
            });
    assertThat(page.nextCursor()).contains("c9");
    assertThat(page.end()).isFalse();
    assertThat(page.trouble()).isNull();
  }

  @Test
  void shouldFindTheCursorBehindAListWhoseLastRecordIsBroken() throws Exception {
    Page page = read("{\"data\":[{\"id\":1},{\"id\":2,\"a\":\"no end}],\"next\":\"c9\"}");

    assertThat(ids(page)).containsExactly("1");
    assertThat(unreadable(page)).hasSize(1);
    assertThat(page.nextCursor()).contains("c9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":2}}", "{\"id\":2} {\"id\":22}", "{\"id\":2}garbage"})
  void shouldNotReadARecordTwiceBecauseOfWhatFollowsIt(String odd) throws Exception {
    Page page = read("{\"data\":[{\"id\":1}," + odd + ",{\"id\":3}],\"next\":null}");

    assertThat(ids(page)).startsWith("1", "2").endsWith("3").doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"next\":\"c9\",\"data\":[{\"id\":1},{\"id\":2},{\"id\":3,\"a\":\"cu",
        "{\"next\":\"c9\",\"data\":[{\"id\":1},{\"id\":2},{\"id\":3",
        "{\"next\":\"c9\",\"data\":[{\"id\":1},{\"id\":2},",
        "{\"next\":\"c9\",\"data\":[{\"id\":1},{\"id\":2}"
      })
  void shouldKeepTheRecordsBeforeACutAndLeaveTheCursor(String cut) throws Exception {
    Page page = read(cut);

    assertThat(ids(page)).containsExactly("1", "2");
    assertThat(unreadable(page)).singleElement().extracting(Unreadable::rule).isEqualTo("json-cut");
    assertThat(page.nextCursor()).isNull();
    assertThat(page.end()).isTrue();
    assertThat(page.trouble()).isInstanceOf(Page.Trouble.Failed.class);
    assertThat(page.trouble())
        .extracting(Page.Trouble::text)
        .asString()
        .contains("cut off")
        .contains("2 records");
  }

  @Test
  void shouldLeaveTheCursorOfAPageThatIsCutBehindItsList() throws Exception {
    Page page = read("{\"data\":[{\"id\":1},{\"id\":2}],\"next\":\"c");

    assertThat(ids(page)).containsExactly("1", "2");
    assertThat(page.nextCursor()).isNull();
    assertThat(page.trouble()).isInstanceOf(Page.Trouble.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "not json", "{\"da", "{\"data\":", "<html/>"})
  void shouldFindNoPageWhereNoListIsReached(String nothing) {
    assertThat(failure(nothing).kind()).isEqualTo(Kind.GARBLED);
  }

  @Test
  void shouldFindNoPageWhereTheListIsMissing() {
    PullFailure failure = failure("{\"code\":1,\"msg\":\"系统繁忙\"}");

    assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
    assertThat(failure).hasMessageContaining("/data").hasMessageContaining("系统繁忙");
  }

  @Test
  void shouldFindAnEmptyListInNull() throws Exception {
    assertThat(read("{\"data\":null,\"next\":null}").records()).isEmpty();
  }

  @Test
  void shouldReadNoRecordThatIsNoObject() throws Exception {
    Page page = read("{\"data\":[{\"id\":1},5,\"x\",[{\"id\":9}],null,{\"id\":3}],\"next\":null}");

    assertThat(ids(page)).containsExactly("1", "3");
    assertThat(unreadable(page)).extracting(Unreadable::rule).containsOnly("no-object").hasSize(4);
  }

  @Test
  void shouldReadNoRecordInWhichAFieldStandsTwice() throws Exception {
    Page page = read("{\"data\":[{\"id\":1},{\"id\":2,\"id\":3},{\"id\":4}],\"next\":null}");

    assertThat(ids(page)).containsExactly("1", "4");
    assertThat(unreadable(page))
        .singleElement()
        .extracting(Unreadable::rule)
        .isEqualTo("duplicate-key");
  }

  @Test
  void shouldReadNoRecordLongerThanTheLimit() throws Exception {
    String big = "{\"id\":2,\"body\":\"" + "办".repeat(20_000_000) + "\"}";
    Page page = read("{\"data\":[{\"id\":1}," + big + ",{\"id\":3}],\"next\":\"c9\"}");

    assertThat(ids(page)).containsExactly("1", "3");
    assertThat(unreadable(page))
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.rule()).isEqualTo("too-large");
              assertThat(lost.place()).isEqualTo("/data/1");
              assertThat(lost.en()).contains("60000018").contains("1048576");
            });
    assertThat(page.nextCursor()).contains("c9");
  }

  @Test
  void shouldReadNoRecordThatIsNestedWithoutEnd() throws Exception {
    String bomb = "{\"id\":2,\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    Page page = read("{\"data\":[{\"id\":1}," + bomb + ",{\"id\":3}],\"next\":null}");

    assertThat(ids(page)).containsExactly("1", "3");
    assertThat(unreadable(page))
        .singleElement()
        .extracting(Unreadable::rule)
        .isEqualTo("json-limits");
  }

  @Test
  void shouldReadNoNumberThatWouldFillTheMemoryWhenWritten() throws Exception {
    Page page =
        read("{\"data\":[{\"id\":1},{\"id\":2,\"a\":1E999999999},{\"id\":3}],\"next\":null}");

    assertThat(ids(page)).containsExactly("1", "3");
    assertThat(unreadable(page))
        .singleElement()
        .extracting(Unreadable::rule)
        .isEqualTo("json-limits");
  }

  @Test
  void shouldKeepTheDigitsOfNumbers() throws Exception {
    Page page =
        read(
            "{\"data\":[{\"id\":1,\"a\":1215582.270,\"b\":10000000000.0,\"c\":123456789012345678901234567890}],\"next\":null}");

    assertThat(((Readable) page.records().get(0)).content())
        .hasToString(
            "{\"id\":1,\"a\":1215582.270,\"b\":10000000000.0,\"c\":123456789012345678901234567890}");
  }

  @Test
  void shouldReadGb18030WhereTheCharsetIsAutomatic() throws Exception {
    byte[] page = "{\"data\":[{\"id\":\"江山市镕\"}],\"next\":null}".getBytes(GB18030);

    assertThat(ids(read(page, null))).containsExactly("江山市镕");
  }

  @Test
  void shouldNotTurnGoodUtf8IntoNonsenseBecauseOfOneBrokenByte() throws Exception {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(
        "{\"data\":[{\"id\":\"江山市行政服务中心\"},{\"id\":\"楚".getBytes(StandardCharsets.UTF_8));
    int broken = page.size();
    page.write(0xFF);
    page.writeBytes(
        "雄\"},{\"id\":\"锡林郭勒盟政务服务中心\"}],\"next\":\"c9\"}".getBytes(StandardCharsets.UTF_8));

    Page read = read(page.toByteArray(), null);

    assertThat(ids(read)).containsExactly("江山市行政服务中心", "锡林郭勒盟政务服务中心");
    assertThat(unreadable(read))
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.rule()).isEqualTo("charset");
              assertThat(lost.place()).isEqualTo("/data/1");
              assertThat(lost.en()).contains("Byte " + (broken + 1));
            });
    assertThat(read.nextCursor()).contains("c9");
  }

  @Test
  void shouldTellTheByteThatIsNotOfTheConfiguredCharset() throws Exception {
    byte[] page = "{\"data\":[{\"id\":1},{\"id\":\"江山\"}],\"next\":null}".getBytes(GB18030);

    Page read = read(page, StandardCharsets.UTF_8);

    assertThat(ids(read)).containsExactly("1");
    assertThat(unreadable(read)).extracting(Unreadable::rule).containsExactly("charset");
  }

  @Test
  void shouldReadAPageWithAByteOrderMark() throws Exception {
    assertThat(ids(read("\uFEFF{\"data\":[{\"id\":\"江\"}],\"next\":null}"))).containsExactly("江");
    assertThat(
            ids(
                read(
                    "\uFEFF{\"data\":[{\"id\":\"江\"}],\"next\":null}"
                        .getBytes(StandardCharsets.UTF_16LE),
                    null)))
        .containsExactly("江");
  }

  @Test
  void shouldTakeAnAnswerWithoutItsSuccessSignForAFailedPull() {
    String options =
        "{records: /data, success: {field: /code, values: ['200'], message: /info/text}}";

    PullFailure failure =
        catchThrowableOfType(
            PullFailure.class,
            () ->
                reader.read(
                    Sources.of("pull-http-json", options),
                    raw(
                        "{\"code\":500,\"info\":{\"text\":\"库存忙\"},\"data\":[]}"
                            .getBytes(StandardCharsets.UTF_8)),
                    null,
                    Told.NOTHING));

    assertThat(failure.kind()).isEqualTo(Kind.AWAY);
    assertThat(failure).hasMessageContaining("库存忙");
  }

  private PullFailure failure(String content) {
    return catchThrowableOfType(PullFailure.class, () -> read(content));
  }

  private Page read(String content) throws PullFailure {
    return read(content.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private Page read(byte[] content, @Nullable Charset charset) throws PullFailure {
    return reader.read(
        Sources.of("pull-http-json", OPTIONS, charset, 1 << 20), raw(content), null, Told.NOTHING);
  }

  private static RawPage raw(byte[] content) {
    return new RawPage(content, "application/json", "http://below/cases", Instant.EPOCH);
  }

  private static List<String> ids(Page page) {
    return page.records().stream()
        .filter(Readable.class::isInstance)
        .map(record -> ((Readable) record).content().path("id").asText())
        .toList();
  }

  private static List<Unreadable> unreadable(Page page) {
    return page.records().stream()
        .filter(Unreadable.class::isInstance)
        .map(Unreadable.class::cast)
        .toList();
  }
}
