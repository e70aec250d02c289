package io.shangda.hub.store;

import java.sql.SQLException;

/**
 * The database could not do what was asked. Whether another try can help is said by {@link
 * #transientFault()}.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(SQLException cause) {
    super("The database refused: " + cause.getMessage(), cause);
  }

  /** True for a lost connection, a deadlock, a serialization failure or a full connection pool. */
  public boolean transientFault() {
    String state =
        getCause() instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "08";
    return state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("57")
        || state.startsWith("53")
        || state.startsWith("90"); // H2: connection or database closed
  }
}
