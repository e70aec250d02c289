package io.shangda.hub.source;

import io.shangda.hub.record.RawPage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The character set of a page that is part of a file: that of the whole file, as its media type
 * says. A part alone may be anything.
 */
final class ReadAs {
  private static final Pattern WRITTEN = Pattern.compile("; read-as=([A-Za-z0-9_.:-]{1,40})");

  private ReadAs() {}

  static String written(Charset charset) {
    return "; read-as=" + charset.name();
  }

  static @Nullable Charset of(RawPage page) {
    Matcher written = WRITTEN.matcher(page.mediaType());
    return written.find() && Charset.isSupported(written.group(1))
        ? Charset.forName(written.group(1))
        : null;
  }

  static Text text(RawPage page, @Nullable Charset configured) {
    Charset whole = of(page);
    return whole == null
        ? Text.of(page.content(), configured)
        : Text.exactly(page.content(), whole);
  }

  static Utf8 utf8(RawPage page, @Nullable Charset configured) {
    return of(page) == null ? Utf8.of(page.content(), configured) : Utf8.of(text(page, configured));
  }

  static JsonDecoder decoder(RawPage page, JsonDecoder decoder) {
    Charset whole = of(page);
    return whole == null ? decoder : new JsonDecoder(decoder.records(), decoder.maxRecord(), whole);
  }

  static boolean isUtf8AfterAll(RawPage page, @Nullable Charset configured) {
    Charset whole = of(page);
    return whole == null
        ? Text.isUtf8AfterAll(page.content(), configured)
        : configured != null
            && whole.equals(StandardCharsets.UTF_8)
            && Text.widest(configured).equals(CharsetGuess.GB18030)
            && Text.byteOrderMark(page.content()) == null;
  }
}
