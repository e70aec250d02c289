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

/** Steps of {@code pull-files}: takes a file, and moves it once its page is committed. */
@Named("pullFiles")
@Singleton
public final class PullFiles {
  private static final String FILE = "file";
  private static final String STAMP = "fileStamp";

  /** True if the page is the whole file: what its reader says of the page is said of the file. */
  private static final String WHOLE = "fileWhole";

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_NOTICE = 1000;
  private static final String FILE_REASON = "fileReason";

  private final DropFolder folder;

  @Inject
  public PullFiles(DropFolder folder) {
    this.folder = folder;
  }

  /** The next page of a file that is whole; an empty body and the end if there is none. */
  public void take(Exchange exchange) throws PullFailure {
    SourceConfig source = PullContract.source(exchange);
    PullContract.Aside aside = () -> folder.tookTheMemory(source);
    exchange.setProperty(PullContract.SET_ASIDE, aside);
    DropFolder.Taken taken = folder.take(source, PullContract.text(exchange, PullContract.CURSOR));
    String notice = folder.notice(source);
    exchange.setProperty(
        PullContract.NOTICE, notice == null ? null : ForeignText.oneLine(notice, LONGEST_NOTICE));
    exchange.getMessage().setBody(taken == null ? null : taken.content());
    exchange.setProperty(PullContract.END, taken == null || taken.end());
    if (taken != null) {
      describe(taken, exchange);
    }
  }

  /** Moves the file; called again for a file that is gone it does nothing. */
  public void settle(Exchange exchange) throws PullFailure {
    String reason = PullContract.text(exchange, FILE_REASON);
    boolean whole = Boolean.TRUE.equals(exchange.getProperty(WHOLE, Boolean.class));
    folder.settle(
        PullContract.source(exchange),
        exchange.getProperty(FILE, String.class),
        exchange.getProperty(STAMP, String.class),
        reason != null || !whole ? reason : PullContract.text(exchange, PullContract.REASON));
  }

  private static void describe(DropFolder.Taken taken, Exchange exchange) {
    exchange.setProperty(PullContract.CONTENT_TYPE, taken.mediaType());
    // a name is somebody else's text, and this one reaches logs and lists
    exchange.setProperty(PullContract.PLACE, ForeignText.oneLine(taken.name(), LONGEST_NAME));
    // while pages wait the run goes on behind this one, even if its file could not be moved
    exchange.setProperty(PullContract.NEXT_CURSOR, taken.nextCursor());
    if (taken.settles()) {
      exchange.setProperty(PullContract.AFTER_COMMIT, true);
      exchange.setProperty(FILE, taken.name());
      exchange.setProperty(STAMP, taken.stamp());
      exchange.setProperty(WHOLE, taken.whole());
      exchange.setProperty(FILE_REASON, taken.reason());
    }
    Unreadable unreadable = taken.unreadable();
    if (unreadable != null) {
      exchange.setProperty(PullContract.UNREADABLE, unreadable.rule());
      exchange.setProperty(PullContract.UNREADABLE_ZH, unreadable.zh());
      exchange.setProperty(PullContract.UNREADABLE_EN, unreadable.en());
      exchange.setProperty(PullContract.UNREADABLE_PLACE, unreadable.place());
    }
  }
}
