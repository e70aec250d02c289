package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.SourceConfig.Sign;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How a source's pages are read.
 *
 * @param paging only pages of JSON have one
 * @param maxPages after which a run ends though the source does not; it goes on next time
 */
record PageOptions(Format format, Paging paging, int maxPages) {
  private static final int MAX_PAGES = 10_000;

  /** What a page is made of. */
  sealed interface Format {
    /**
     * @param success sign of a good page; null: every page that has the list
     * @param failure sign of a bad page; null: none; without values: the field is there
     * @param message where the source's own text stands in a bad one
     */
    record JsonFormat(
        JsonDecoder decoder,
        @Nullable Sign success,
        @Nullable Sign failure,
        @Nullable JsonPointer message)
        implements Format {

      boolean good(JsonNode envelope) {
        return (success == null || Signs.fits(success, envelope)) && !failed(envelope);
      }

      private boolean failed(JsonNode envelope) {
        if (failure == null) {
          return false;
        }
        JsonNode field = envelope.at(failure.field());
        return failure.values().isEmpty()
            ? field.isContainerNode() ? !field.isEmpty() : !isNothing(Signs.text(field).strip())
            : Signs.fits(failure, envelope);
      }

      private static boolean isNothing(String text) {
        return text.isEmpty() || text.equals("false") || text.equals("0") || text.equals("null");
      }
    }

    record Lines(LinesDecoder decoder) implements Format {}

    record Csv(CsvDecoder decoder) implements Format {}

    record Document(DocumentDecoder decoder) implements Format {}
  }

  static PageOptions of(SourceConfig source) {
    OptionValues options = OptionValues.of(source);
    Format format = format(source, options);
    Paging paging =
        new PagingOptions(URI.create(options.text("url", "")), source.zone())
            .of(options.below("paging"));
    return new PageOptions(format, paging, options.number("max-pages", MAX_PAGES));
  }

  private static Format format(SourceConfig source, OptionValues options) {
    int maxRecord = source.maxRecord();
    String name = options.text("format", "json");
    return switch (name) {
      case "json" -> json(source, options);
      case "json-lines" ->
          new Format.Lines(new LinesDecoder(maxRecord, WholeSign.trailer(options)));
      case "csv" -> new Format.Csv(new CsvDecoder(CsvOptions.of(options), maxRecord));
      case "text" -> new Format.Document(DocumentDecoder.of(options, maxRecord));
      default ->
          throw new IllegalArgumentException(
              "'options.format' is '" + name + "'; expected json, json-lines, csv or text");
    };
  }

  private static Format json(SourceConfig source, OptionValues options) {
    JsonPointer records = JsonPointer.compile(options.text("records", ""));
    return new Format.JsonFormat(
        new JsonDecoder(records, source.maxRecord(), source.charset()),
        Signs.of(options, "success"),
        Signs.of(options, "failure"),
        message(options));
  }

  private static @Nullable JsonPointer message(OptionValues options) {
    JsonPointer message = options.below("failure").pointer("message");
    return message == null ? options.below("success").pointer("message") : message;
  }
}
