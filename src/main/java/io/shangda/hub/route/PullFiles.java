package io.shangda.hub.route;

import io.shangda.hub.config.SourceConfig;
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

  private final DropFolder folder;

  @Inject
  public PullFiles(DropFolder folder) {
    this.folder = folder;
  }

  /** The next file that stands still; an empty body and the end if there is none. */
  public void take(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    String cursor = message.getHeader(PullHeaders.CURSOR, String.class);
    String last = cursor == null || cursor.isBlank() ? null : cursor;
    DropFolder.Taken taken = folder.take(source(exchange), last);
    message.setBody(taken == null ? null : taken.content());
    message.setHeader(PullHeaders.END, taken == null || !taken.more());
    if (taken != null) {
      describe(taken, message);
    }
  }

  /** Moves the file; called again for a file that is gone it does nothing. */
  public void settle(Exchange exchange) throws PullFailure {
    Message message = exchange.getMessage();
    folder.settle(
        source(exchange),
        message.getHeader(FILE, String.class),
        message.getHeader(STAMP, String.class),
        message.getHeader(PullHeaders.REASON, String.class));
  }

  private static void describe(DropFolder.Taken taken, Message message) {
    message.setHeader(Exchange.CONTENT_TYPE, taken.mediaType());
    message.setHeader(PullHeaders.PLACE, taken.name());
    // while files wait the run goes on behind this one, even if it could not be moved
    message.setHeader(PullHeaders.NEXT_CURSOR, taken.more() ? taken.name() : "");
    message.setHeader(PullHeaders.AFTER_COMMIT, "direct:pull-files-done");
    message.setHeader(FILE, taken.name());
    message.setHeader(STAMP, taken.stamp());
    Unreadable unreadable = taken.unreadable();
    if (unreadable != null) {
      message.setHeader(PullHeaders.UNREADABLE, unreadable.rule());
      message.setHeader(PullHeaders.UNREADABLE_ZH, unreadable.zh());
      message.setHeader(PullHeaders.UNREADABLE_EN, unreadable.en());
      message.setHeader(PullHeaders.REASON, unreadable.zh() + "\n" + unreadable.en());
    }
  }

  private static SourceConfig source(Exchange exchange) {
    return exchange.getProperty(PullHeaders.SOURCE, SourceConfig.class);
  }
}
