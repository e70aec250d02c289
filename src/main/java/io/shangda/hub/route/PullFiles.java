package io.shangda.hub.route;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.RawRecord.Unreadable;
import io.shangda.hub.source.DropFolder;
import io.shangda.hub.source.PullFailure;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Steps of {@code pull-files}: takes a file, and moves it once its page is committed. */
@Named("pullFiles")
@Singleton
public final class PullFiles {
  private static final String FILE = "ShangdaFile";
  private static final String STAMP = "ShangdaFileStamp";

  /** True if the page is the whole file: what its reader says of the page is said of the file. */
  private static final String WHOLE = "ShangdaFileWhole";

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_NOTICE = 1000;
  private static final String FILE_REASON = "ShangdaFileReason";

  private final DropFolder folder;

  @Inject
  public PullFiles(DropFolder folder) {
    this.folder = folder;
  }

  /** The next page of a file that is whole; an empty body and the end if there is none. */
  public void take(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    SourceConfig source = source(exchange);
    DropFolder.Taken taken =
        folder.take(source, message.getHeader(PullHeaders.CURSOR, String.class));
    String notice = folder.notice(source);
    exchange.setProperty(
        PullHeaders.NOTICE, notice == null ? null : ForeignText.oneLine(notice, LONGEST_NOTICE));
    message.setBody(taken == null ? null : taken.content());
    message.setHeader(PullHeaders.END, taken == null || taken.end());
    if (taken != null) {
      describe(taken, message);
    }
  }

  /** Moves the file; called again for a file that is gone it does nothing. */
  public void settle(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    String reason = message.getHeader(FILE_REASON, String.class);
    boolean whole = Boolean.TRUE.equals(message.getHeader(WHOLE, Boolean.class));
    folder.settle(
        source(exchange),
        message.getHeader(FILE, String.class),
        message.getHeader(STAMP, String.class),
        reason != null || !whole ? reason : message.getHeader(PullHeaders.REASON, String.class));
  }

  private static void describe(DropFolder.Taken taken, Message message) {
    message.setHeader(Exchange.CONTENT_TYPE, taken.mediaType());
    // a name is somebody else's text, and this one reaches logs and lists
    message.setHeader(PullHeaders.PLACE, ForeignText.oneLine(taken.name(), LONGEST_NAME));
    // while pages wait the run goes on behind this one, even if its file could not be moved
    message.setHeader(PullHeaders.NEXT_CURSOR, taken.nextCursor());
    if (taken.settles()) {
      message.setHeader(PullHeaders.AFTER_COMMIT, "direct:pull-files-done");
      message.setHeader(FILE, taken.name());
      message.setHeader(STAMP, taken.stamp());
      message.setHeader(WHOLE, taken.whole());
      message.setHeader(FILE_REASON, taken.reason());
    }
    Unreadable unreadable = taken.unreadable();
    if (unreadable != null) {
      message.setHeader(PullHeaders.UNREADABLE, unreadable.rule());
      message.setHeader(PullHeaders.UNREADABLE_ZH, unreadable.zh());
      message.setHeader(PullHeaders.UNREADABLE_EN, unreadable.en());
      message.setHeader(PullHeaders.UNREADABLE_PLACE, unreadable.place());
    }
  }

  private static SourceConfig source(Exchange exchange) {
    return exchange.getProperty(PullHeaders.SOURCE, SourceConfig.class);
  }
}
