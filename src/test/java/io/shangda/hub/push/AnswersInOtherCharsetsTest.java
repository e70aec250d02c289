package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Batch;
import io.shangda.hub.config.TargetConfig.Envelope;
import io.shangda.hub.record.Word;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Platforms that answer in GBK, with and without saying so. An answer that cannot be read is asked
 * for again: of these, for ever, while each was an acceptance.
 */
class AnswersInOtherCharsetsTest {
  private static final String JSON = "{\"STATUS\":\"1\",\"MSG\":\"数据上报成功，回执已生成\"}";
  private static final String XML = "<R><STATUS>1</STATUS><MSG>数据上报成功，回执已生成</MSG></R>";
  private final ReplyReader reader = new ReplyReader(() -> Instant.EPOCH);

  @ParameterizedTest
  @CsvSource({
    "GBK, application/json",
    "GBK, ''",
    "GBK, text/html",
    "GBK, application/json;charset=UTF-8",
    "GBK, text/html; charset=\"GBK\"",
    "GBK, text/html; charset=gb2312",
    "GB18030, text/plain; charset=no-such",
    "UTF-8, application/json",
    "UTF-8, text/html;charset=GBK",
    "UTF-8, text/html;charset=ISO-8859-1",
    "UTF-16, application/json",
  })
  void shouldTakeAnAnswerInAnyCharsetForDefinite(String charset, String type) {
    assertAccepted(JSON.getBytes(Charset.forName(charset)), "json", type);
  }

  @ParameterizedTest
  @CsvSource({
    "GBK, '', text/xml",
    "GBK, '', text/xml;charset=GBK",
    "GBK, <?xml version=\"1.0\" encoding=\"GBK\"?>, text/xml",
    "GBK, <?xml version=\"1.0\" encoding=\"gb2312\"?>, text/xml; charset=utf-8",
    "GBK, <?xml version=\"1.0\" encoding=\"UTF-8\"?>, text/xml",
    "UTF-8, <?xml version='1.0' encoding='GBK'?>, text/xml",
    "UTF-8, <?xml version=\"1.0\" encoding=\"UTF-8\"?>, text/xml",
  })
  void shouldReadXmlAsItIsAndNotAsItSays(String charset, String head, String type) {
    assertAccepted((head + XML).getBytes(Charset.forName(charset)), "xml", type);
  }

  @Test
  void shouldTakeAMessageThatWasCutInTheMiddleOfACharacter() {
    byte[] whole = JSON.getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);
    cut[cut.length - 2] = '"';
    cut[cut.length - 1] = '}';

    Reading.Result result = result(cut, "json", "application/json");

    assertThat(result.word()).isEqualTo(Word.ACCEPTED);
  }

  @Test
  void shouldTakeNoPageOfAnyCharsetForAnAnswer() {
    byte[] page = "<html><body>系统维护中，请稍后再试</body></html>".getBytes(Charset.forName("GBK"));

    assertThat(read(page, "json", "text/html")).isInstanceOf(Reading.Unknown.class);
  }

  private void assertAccepted(byte[] body, String format, String type) {
    Reading.Result result = result(body, format, type);
    assertThat(result.word()).isEqualTo(Word.ACCEPTED);
    assertThat(result.message()).contains("上报成功").doesNotContain("\uFFFD");
  }

  private Reading.Result result(byte[] body, String format, String type) {
    Reading reading = read(body, format, type);
    assertThat(reading).isInstanceOf(Reading.Results.class);
    return ((Reading.Results) reading).results().get(0);
  }

  private Reading read(byte[] body, String format, String type) {
    String root = format.equals("xml") ? "/R" : "";
    JsonNode rule =
        Samples.options(
            """
            {"format": "%s", "message": "%s/MSG", "cases": [
              {"field": "%s/STATUS", "matches": "^1$", "word": "accepted"}]}
            """
                .formatted(format, root, root));
    TargetConfig target =
        Samples.target(
            Samples.options("{}"),
            Map.of(),
            new Batch(500, 1),
            1,
            Samples.LONG,
            new Envelope("json", null),
            Samples.rule(rule));
    return reader.read(
        target,
        Samples.request("", 1),
        new PushReply.Answered(200, Map.of("content-type", type), body));
  }
}
