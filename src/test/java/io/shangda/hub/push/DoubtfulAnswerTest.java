package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Batch;
import io.shangda.hub.config.TargetConfig.Envelope;
import io.shangda.hub.config.TargetConfig.Meaning;
import io.shangda.hub.config.TargetConfig.ReplyCase;
import io.shangda.hub.config.TargetConfig.ReplyRule;
import io.shangda.hub.record.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer of which not every byte belongs to one document says nothing definite. */
class DoubtfulAnswerTest {
  private static final byte[] PLAIN = "{\"STATUS\":\"1\"}".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"STATUS\":\"1\"}",
        " \n{\"STATUS\":\"1\"}\r\n",
        "\uFEFF{\"STATUS\":\"1\"}",
        "{\"msg\":\"ok\",\"STATUS\":\"1\",\"msg\":\"ok\"}",
      })
  void shouldTakeOneJsonDocumentForDefinite(String body) {
    assertThat(word("json", "/STATUS", body)).isEqualTo(Word.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"STATUS\":\"1\"}{\"STATUS\":\"-1\"}<html>502</html>",
        "{\"STATUS\":\"1\"} {\"STATUS\":\"1\"}",
        "{\"STATUS\":\"1\"}<html>",
        "{\"STATUS\":\"1\"}]",
        "{\"STATUS\":\"1\"},",
        "{\"STATUS\":\"1\"}\u0000",
        "{\"STATUS\":\"1\",\"STATUS\":\"-1\"}",
        "{\"STATUS\":\"1\",\"data\":{\"a\":1,\"a\":2}}",
        "{\"STATUS\":\"1\"",
        "{\"STATUS\":\"1\",}",
        "callback({\"STATUS\":\"1\"})",
      })
  void shouldTakeNoOtherJsonForDefinite(String body) {
    assertThat(word("json", "/STATUS", body)).isNull();
    assertThat(word("json", null, body)).as("by a case about the whole text").isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<r><STATUS>1</STATUS></r>",
        "<?xml version=\"1.0\"?>\n<r><STATUS>1</STATUS></r>\n<!-- end -->\n",
      })
  void shouldTakeOneXmlDocumentForDefinite(String body) {
    assertThat(word("xml", "/r/STATUS", body)).isEqualTo(Word.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<r><STATUS>1</STATUS></r><r><STATUS>-1</STATUS></r>",
        "<r><STATUS>1</STATUS></r>502",
        "<r><STATUS>1</STATUS></r><html>",
        "<r><STATUS>1</STATUS><STATUS>-1</STATUS></r>",
        "<!DOCTYPE r [<!ENTITY a \"1\">]><r><STATUS>&a;</STATUS></r>",
        "<r><STATUS>1</STATUS>",
        "502<r><STATUS>1</STATUS></r>",
      })
  void shouldTakeNoOtherXmlForDefinite(String body) {
    assertThat(word("xml", "/r/STATUS", body)).isNull();
  }

  @Test
  void shouldUndoTheCodingsThatGatewaysUse() throws IOException {
    assertThat(ContentCoding.decode("gzip", gzip(PLAIN), 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("X-GZIP", gzip(PLAIN), 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("deflate", deflated(false), 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("deflate", deflated(true), 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("gzip, gzip", gzip(gzip(PLAIN)), 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("", PLAIN, 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("UTF-8", PLAIN, 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("none", PLAIN, 100)).isEqualTo(PLAIN);
    assertThat(ContentCoding.decode("gzip", new byte[0], 100)).isEmpty();
  }

  @Test
  void shouldSayWhyAnEncodedAnswerCannotBeRead() throws IOException {
    byte[] bomb = gzip(new byte[1 << 20]);
    assertThatThrownBy(() -> ContentCoding.decode("gzip", bomb, 1000))
        .hasMessage("the answer is longer than 1000 bytes, decompressed");
    assertThatThrownBy(() -> ContentCoding.decode("gzip", PLAIN, 1000))
        .hasMessage("the answer says that it is gzip, which it is not");
    assertThatThrownBy(() -> ContentCoding.decode("br", PLAIN, 1000))
        .hasMessageContaining("'br', which the hub did not ask for");
    assertThatThrownBy(() -> ContentCoding.decode("gzip,gzip,gzip", PLAIN, 1000))
        .hasMessage("the answer is encoded 3 times");
  }

  private static @Nullable Word word(String format, @Nullable String field, String body) {
    ReplyCase accepted =
        new ReplyCase(
            List.of(),
            Set.of(),
            field,
            field == null ? "\"STATUS\":\"1\"" : "^1$",
            new Meaning.Says(Word.ACCEPTED));
    TargetConfig target =
        Samples.target(
            Samples.options("{\"url\":\"http://127.0.0.1:1\"}"),
            Map.of(),
            new Batch(500, 1),
            1,
            Samples.LONG,
            new Envelope("json", null),
            new ReplyRule(format, null, null, null, null, null, List.of(accepted)));
    Reading reading =
        new ReplyReader(InstantSource.system())
            .read(
                target,
                Samples.request("", 1),
                new PushReply.Answered(200, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    return reading instanceof Reading.Results results ? results.results().get(0).word() : null;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflated(boolean bare) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, bare))) {
      out.write(PLAIN);
    }
    return bytes.toByteArray();
  }
}
