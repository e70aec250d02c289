package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads the {@code paging} block of a source. */
record PagingOptions(URI url, ZoneId zone) {
  private static final Duration OVERLAP = Duration.ofMinutes(5);

  Paging of(OptionValues paging) {
    String style = paging.text("style", "none");
    return switch (style) {
      case "none" -> new Paging.OnePage();
      case "cursor" ->
          new TokenPaging(
              paging.required("parameter"),
              JsonPointer.compile(paging.required("next")),
              Paging.Size.of(paging),
              Signs.of(paging, "end"));
      case "page" ->
          new NumberPaging(
              paging.text("parameter", "page"),
              paging.number("first", 1),
              Paging.Size.of(paging),
              paging.pointer("total"),
              paging.pointer("last"),
              Signs.of(paging, "end"));
      case "link" ->
          new LinkPaging(
              url, paging.pointer("next"), Paging.Size.of(paging), Signs.of(paging, "end"));
      case "watermark" -> watermark(paging);
      default ->
          throw new IllegalArgumentException(
              "'options.paging.style' is '"
                  + style
                  + "'; expected none, cursor, page, link or watermark");
    };
  }

  private Paging watermark(OptionValues paging) {
    @Nullable Paging pages = paging.has("pages") ? of(paging.below("pages")) : null;
    Paging.Size size = Paging.Size.of(paging);
    return new WatermarkPaging(
        paging.required("parameter"),
        paging.text("until-parameter"),
        JsonPointer.compile(paging.required("field")),
        TimeForm.of(paging.text("format", "yyyy-MM-dd HH:mm:ss"), zone),
        paging.duration("overlap", OVERLAP),
        paging.text("start"),
        size,
        paging.text("order", "none").equals("ascending"),
        pages,
        Signs.of(paging, "end"));
  }
}
