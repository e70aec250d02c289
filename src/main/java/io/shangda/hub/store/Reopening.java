package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the embedded database again. H2 closes itself when it cannot write its file, and stays
 * closed as long as one connection from before is open; so all are ended, but only when the file
 * can be written again, and meanwhile nobody is let in.
 */
public final class Reopening {
  private static final Logger LOG = LoggerFactory.getLogger(Reopening.class);
  private static final String DISK_FULL = "53100";
  private static final int TRIES = 30;
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final DataSource source;
  private final Runnable endConnections;
  private final DataFolder folder;
  private volatile boolean closed;

  /**
   * @param endConnections ends all of the source, those in use too
   */
  public Reopening(DataSource source, Runnable endConnections, DataFolder folder) {
    this.source = source;
    this.endConnections = endConnections;
    this.folder = folder;
  }

  /** A work failed: perhaps because the database closed itself. */
  void failed(StoreException failure) {
    if (failure.closedItself()) {
      closed = true;
    }
  }

  /**
   * To be asked before any work.
   *
   * @throws SQLException if the database closed itself and cannot be opened yet
   */
  void letIn() throws SQLException {
    if (closed) {
      open();
    }
  }

  private synchronized void open() throws SQLException {
    if (!closed) {
      return; // another thread was faster
    }
    Optional<String> trouble = folder.trouble();
    if (trouble.isPresent()) {
      throw new SQLException(trouble.get(), DISK_FULL);
    }
    SQLException last = new SQLException("it was not tried", DISK_FULL);
    for (int i = 0; i < TRIES; i++) {
      endConnections.run();
      LockSupport.parkNanos(BETWEEN_NANOS); // they are ended by another thread
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("select count(*) from hub_epoch");
        closed = false;
        LOG.info("The embedded database is open again; what was under way is tried again");
        return;
      } catch (SQLException e) {
        last = e;
      }
    }
    throw last;
  }
}
