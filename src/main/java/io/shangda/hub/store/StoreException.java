package io.shangda.hub.store;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The database could not do what was asked. Whether another try can help is said by {@link
 * #transientFault()}.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(SQLException cause) {
    super(words(cause), cause);
  }

  private static String words(SQLException cause) {
    IOException file = fileFault(cause);
    return file == null
        ? "The database refused: " + cause.getMessage()
        : "The database's file cannot be used: " + file.getMessage();
  }

  /** What the embedded database met at its file: a full disk, one that is read-only or broken. */
  private static @Nullable IOException fileFault(@Nullable Throwable cause) {
    if (cause instanceof SQLException e
        && e.getSQLState() != null
        && e.getSQLState().startsWith("08")) {
      return null; // of the way to a database elsewhere
    }
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof IOException file) {
        return file;
      }
    }
    return null;
  }

  /** True if the embedded database closed itself, most likely because it could not write. */
  boolean closedItself() {
    return fileFault(getCause()) != null
        || (getCause() instanceof SQLException e && "90098".equals(e.getSQLState()));
  }

  /**
   * True for a lost connection, a deadlock, a serialization failure, a full connection pool or a
   * full disk.
   */
  public boolean transientFault() {
    String state =
        getCause() instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "08";
    return state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("57")
        || state.startsWith("53")
        || state.startsWith("90") // H2: connection or database closed
        || fileFault(getCause()) != null;
  }

  /** True if another transaction was in the way, so that nothing of this one is kept. */
  public boolean rolledBack() {
    return getCause() instanceof SQLException e
        && e.getSQLState() != null
        && e.getSQLState().startsWith("40");
  }
}
