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
      case "none" -> new Paging.OnePage(ListEnd.Told.of(paging));
      case "cursor" ->
          new TokenPaging(
              paging.required("parameter"),
              JsonPointer.compile(paging.required("next")),
              Paging.Size.of(paging),
              Signs.of(paging, "end"));
      case "page" -> numbers(paging, "page", 1, false);
      case "offset" -> numbers(paging, "offset", 0, true);
      case "link" ->
          new LinkPaging(
              url, paging.pointer("next"), Paging.Size.of(paging), ListEnd.Told.of(paging));
      case "watermark" -> watermark(paging);
      default ->
          throw new IllegalArgumentException(
              "'options.paging.style' is '"
                  + style
                  + "'; expected none, cursor, page, offset, link or watermark");
    };
  }

  private static Paging numbers(OptionValues paging, String parameter, int first, boolean records) {
    return new NumberPaging(
        new NumberPaging.Position(
            paging.text("parameter", parameter), paging.number("first", first), records),
        Paging.Size.of(paging),
        ListEnd.Told.of(paging));
  }

  private Paging watermark(OptionValues paging) {
    @Nullable Paging pages = paging.has("pages") ? of(paging.below("pages")) : null;
    return new WatermarkPaging(
        new WatermarkPaging.Window(
            paging.required("parameter"),
            paging.text("until-parameter"),
            paging.duration("overlap", OVERLAP),
            paging.text("start"),
            paging.text("order", "none").equals("ascending")),
        new ChangeTimes(
            JsonPointer.compile(paging.required("field")),
            TimeForm.of(paging.text("format", "yyyy-MM-dd HH:mm:ss"), zone)),
        Paging.Size.of(paging),
        ListEnd.Told.of(paging),
        pages);
  }
}
