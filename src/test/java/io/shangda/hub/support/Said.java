package io.shangda.hub.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;

/** What was logged from INFO on since it was opened. */
public final class Said extends Handler implements AutoCloseable {
  private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();
  private final Logger logger;

  /**
   * @param category a class or package; empty for everything
   */
  public Said(String category) {
    logger = LogContext.getLogContext().getLogger(category);
    logger.addHandler(this);
  }

  public List<String> lines() {
    return records.stream().map(r -> r.getLevel() + " " + r.getFormattedMessage()).toList();
  }

  public List<Throwable> stackTraces() {
    return records.stream().map(LogRecord::getThrown).filter(t -> t != null).toList();
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= java.util.logging.Level.INFO.intValue()) {
      records.add(ExtLogRecord.wrap(record));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
