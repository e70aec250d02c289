package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * How a source is asked by HTTP.
 *
 * @param timeLimit of one page, from the request to the last byte
 * @param maxPage bytes after decompression
 */
record HttpOptions(
    URI url,
    Auth auth,
    Map<String, String> headers,
    Map<String, String> query,
    Paging paging,
    Duration timeLimit,
    int maxPage) {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_PAGE = 32 << 20;

  static HttpOptions of(SourceConfig source) {
    OptionValues options = OptionValues.of(source);
    URI url = URI.create(options.required("url"));
    return new HttpOptions(
        url,
        Auth.of(options.below("auth")),
        options.map("headers"),
        options.map("query"),
        new PagingOptions(url, source.zone()).of(options.below("paging")),
        options.duration("time-limit", TIME_LIMIT),
        options.size("max-page", MAX_PAGE));
  }
}
