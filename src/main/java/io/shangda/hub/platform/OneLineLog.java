package io.shangda.hub.platform;

import io.quarkus.logging.LoggingFilter;
import io.shangda.hub.record.ForeignText;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a log record to its line, whoever wrote it (a library too): a line feed in what others said
 * would begin a line that looks like the hub's own, an escape sequence would speak to the terminal.
 * The hub's secrets are taken out. The greeting alone has several lines, of the hub's own words.
 */
@LoggingFilter(name = "one-line")
public final class OneLineLog implements Filter {
  private static final String GREETING = "shangda";
  private static final int LONGEST = 8000;

  @Override
  public boolean isLoggable(LogRecord record) {
    ExtLogRecord known = record instanceof ExtLogRecord ext ? ext : null;
    if (known == null || GREETING.equals(record.getLoggerName())) {
      return true;
    }
    String said = known.getFormattedMessage();
    if (said != null) {
      String line = ForeignText.oneLine(said, LONGEST);
      if (!line.equals(said)) {
        known.setMessage(line, ExtLogRecord.FormatStyle.NO_FORMAT);
      }
    }
    Throwable thrown = record.getThrown();
    if (thrown != null && !(thrown instanceof Told)) {
      record.setThrown(new Told(thrown));
    }
    return true;
  }

  /** An exception as it is told: its messages too are texts of others. */
  private static final class Told extends Throwable {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 20;

    private final String line;

    Told(Throwable of) {
      this(of, 0);
    }

    private Told(Throwable of, int depth) {
      super(null, cause(of, depth), false, true);
      this.line = ForeignText.oneLine(String.valueOf(of), LONGEST);
      setStackTrace(of.getStackTrace());
    }

    private static @Nullable Throwable cause(Throwable of, int depth) {
      Throwable cause = of.getCause();
      return cause == null || depth == DEEPEST ? null : new Told(cause, depth + 1);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the class that is named is the told one's
    public String toString() {
      return line;
    }
  }
}
