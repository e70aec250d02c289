package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.source.FileCursor.Position;
import io.shangda.hub.source.PageOptions.Format;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts files into pages, by the format of their source. */
final class FilePages {
  private final PerSource<PageOptions> formats = new PerSource<>(PageOptions::of);

  /**
   * @param at where in the file; null: at its beginning
   */
  FilePiece piece(SourceConfig source, OpenFile file, @Nullable Position at)
      throws IOException, PullFailure {
    Format format = formats.get(source).format();
    int max = source.maxRecord();
    if (format instanceof Format.Document) {
      return file.size() > RowPages.page(max)
          ? FilePiece.aside(Unreadables.tooLarge("", file.size(), max))
          : FilePiece.last(file.read(0, (int) file.size()), "");
    }
    if (format instanceof Format.JsonFormat json) {
      ListPages list = new ListPages(json.decoder().records(), source.charset(), max);
      return at == null ? list.first(file) : list.next(file, at);
    }
    RowPages rows = new RowPages(format, source.charset(), max);
    return at == null ? rows.first(file) : rows.next(file, at);
  }
}
