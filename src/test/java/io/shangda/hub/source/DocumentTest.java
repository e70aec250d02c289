package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord.Readable;
import io.shangda.hub.record.RawRecord.Unreadable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain text with a header block, in the forms that disclosure sites use. */
class DocumentTest {
  private static final Path CASES = Path.of("src/test/resources/documents");
  private static final SourceConfig SOURCE =
      Sources.of(
          "pull-files",
          """
          format: text
          text:
            labels:
              索引号: index
              主题分类: theme
              发文机关: agency
              成文日期: written
              发布日期: published
              時間: published
              信息来源: source
              来源: source
            patterns:
              published: '^(?:\\S+网站\\s+)?(\\d{4}年\\d{1,2}月\\d{1,2}日(?: \\d{1,2}:\\d{2})?)\\s+(?:作者|编辑)'
          """,
          null,
          1 << 20);

  private final PageReader reader = new FormatPageReader();

  static Stream<Path> documents() throws IOException {
    return Files.list(CASES).filter(file -> file.toString().endsWith(".txt")).sorted();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldReadTheHeaderBlock(Path document) throws Exception {
    Path expected = Path.of(document.toString().replace(".txt", ".expected.json"));

    Page page = read(Files.readAllBytes(document), document.getFileName().toString());

    assertThat(((Readable) page.records().get(0)).content())
        .isEqualTo(new ObjectMapper().readTree(expected.toFile()));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldReadTheSameInGb18030(Path document) throws Exception {
    byte[] utf8 = Files.readAllBytes(document);
    byte[] gb18030 = new String(utf8, StandardCharsets.UTF_8).getBytes(Charset.forName("GB18030"));

    assertThat(read(gb18030, "x.txt").records()).isEqualTo(read(utf8, "x.txt").records());
  }

  @Test
  void shouldSayThatThereIsNothingInABlankFile() throws Exception {
    Page page = read(" \n\u3000\n".getBytes(StandardCharsets.UTF_8), "x.txt");

    assertThat(page.records()).singleElement().isInstanceOf(Unreadable.class);
    assertThat(page.reason()).contains("nothing in the file");
  }

  @Test
  void shouldSayThatBytesAreNoText() throws Exception {
    Page page = read(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0x80, 'a'}, "x.txt");

    assertThat(page.records()).singleElement().isInstanceOf(Unreadable.class);
    assertThat(page.reason()).contains("字节");
  }

  private Page read(byte[] content, String name) throws PullFailure {
    return reader.read(
        SOURCE, new RawPage(content, "text/plain", name, Instant.EPOCH), null, Told.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip: ['(.*a){12,}b']", "patterns: {published: '(.*a){12,}b'}"})
  void shouldSayThatAPatternTakesTooLongForAText(String pattern) throws Exception {
    SourceConfig costly =
        Sources.of("pull-files", "format: text\ntext:\n  " + pattern + "\n", null, 1 << 20);
    byte[] text = ("a".repeat(100) + "!\n").getBytes(StandardCharsets.UTF_8);

    Page page =
        reader.read(
            costly, new RawPage(text, "text/plain", "x.txt", Instant.EPOCH), null, Told.NOTHING);

    assertThat(page.records())
        .singleElement()
        .isInstanceOfSatisfying(
            Unreadable.class, one -> assertThat(one.en()).contains("takes too long"));
  }
}
