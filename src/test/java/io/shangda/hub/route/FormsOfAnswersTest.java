package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are labelled as something else than they are, and failures inside HTTP 200. */
class FormsOfAnswersTest {
  private static final String PAGE = "{\"data\":[{\"id\":\"江山市一号\"}]}";

  private PullRoutes routes;

  @BeforeEach
  void start() throws Exception {
    routes = new PullRoutes(Clock.systemUTC(), text -> text, Path.of("target"));
  }

  @AfterEach
  void stop() {
    routes.close();
  }

  private List<String> pulled(String options, String type, String encoding, byte[] body)
      throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              exchange.getResponseHeaders().set("Content-Type", type);
              if (!encoding.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Encoding", encoding);
              }
              LowerSystem.bytes(exchange, 200, body);
            })) {
      Page page = Objects.requireNonNull(routes.page(below.source("/records", options), null));
      return page.records().stream()
          .map(record -> ((RawRecord.Readable) record).content().path("id").asText())
          .toList();
    }
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "none", "identity", "binary", "gzip", ""})
  void shouldReadAPlainAnswerWhateverItsEncodingIsCalled(String encoding) throws Exception {
    assertThat(pulled("", "application/json", encoding, utf8(PAGE))).containsExactly("江山市一号");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "UTF-8", ""})
  void shouldUnpackAPackedAnswerWhateverItsEncodingIsCalled(String encoding) throws Exception {
    assertThat(pulled("", "application/json", encoding, gzip(utf8(PAGE)))).containsExactly("江山市一号");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/html;charset=UTF-8", "text/plain", "*/*"})
  void shouldReadJsonWhateverItIsCalled(String type) throws Exception {
    assertThat(pulled("", type, "", utf8(PAGE))).containsExactly("江山市一号");
    assertThat(pulled("", type, "", utf8("\uFEFF \n" + PAGE))).containsExactly("江山市一号");
  }

  @Test
  void shouldStillTellAWebPage() {
    PullFailure failure =
        catchThrowableOfType(
            PullFailure.class,
            () -> pulled("", "application/json", "", utf8(" <html>login</html>")));

    assertThat(failure).hasMessageContaining("web page");
  }

  @ParameterizedTest
  @CsvSource({"GBK,GBK", "gb2312,GB18030", "\"gb18030\",GB18030", "UTF-8,UTF-8", "GBK,UTF-8"})
  void shouldReadAPageInTheCharsetOfItsLabelUnlessItIsUtf8(String label, String charset)
      throws Exception {
    assertThat(
            pulled(
                "",
                "application/json;charset=" + label,
                "",
                PAGE.getBytes(Charset.forName(charset))))
        .containsExactly("江山市一号");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          failure: {field: /error}                     | {"error":"限流","data":[]}            | 限流
          failure: {field: /error}                     | {"error":{"no":7},"data":[]}          | failed
          failure: {field: /errcode, message: /errmsg} | {"errcode":42,"errmsg":"忙","data":[]} | 忙
          failure: {field: /code, values: ['500']}     | {"code":500,"msg":"系统异常","data":[]} | 系统异常
          """)
  void shouldTakeAConfiguredSignForAFailure(String options, String body, String said) {
    PullFailure failure =
        catchThrowableOfType(
            PullFailure.class, () -> pulled(options, "application/json", "", utf8(body)));

    assertThat(failure).hasMessageContaining(said);
    assertThat(failure.kind()).isEqualTo(Kind.AWAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "\"\"", "\" \""})
  void shouldTakeWhatStandsForAnEmptyListForOneThatProvesNothing(String nothing) throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> LowerSystem.json(exchange, 200, "{\"data\":%s}".formatted(nothing)))) {
      Page page = Objects.requireNonNull(routes.page(below.source("/records", ""), null));

      assertThat(page.records()).isEmpty();
      assertThat(page.end()).isTrue();
      assertThat(page.trouble()).isInstanceOf(Page.Trouble.Partial.class);
    }
  }

  @Test
  void shouldTakeARecordThatStandsAloneForAListOfOne() throws Exception {
    assertThat(pulled("", "application/json", "", utf8("{\"data\":{\"id\":\"1\"}}")))
        .containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "false", "0", "{}", "[]"})
  void shouldTakeAFailureFieldWithNothingInItForNone(String nothing) throws Exception {
    String body = "{\"error\":%s,\"data\":[{\"id\":\"1\"}]}".formatted(nothing);

    assertThat(pulled("failure: {field: /error}", "application/json", "", utf8(body)))
        .containsExactly("1");
  }
}
