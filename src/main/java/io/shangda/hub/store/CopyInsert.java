package io.shangda.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * PostgreSQL's COPY in text format: no parse, no plan, no parameter per value. Rows are sent while
 * further ones are written, so that the database works on the first meanwhile.
 */
final class CopyInsert implements BulkInsert {
  private static final int CHUNK = 64 * 1024;

  @Override
  public void insert(Connection connection, Rows rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    String sql = "copy " + rows.table() + " (" + String.join(", ", rows.columns()) + ") from stdin";
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      CopyText text = new CopyText(CHUNK + CHUNK / 4);
      for (@Nullable Object[] row : rows.values()) {
        write(text, row);
        if (text.length() >= CHUNK) {
          copy.writeToCopy(text.bytes(), 0, text.length());
          text.clear();
        }
      }
      copy.writeToCopy(text.bytes(), 0, text.length());
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void write(CopyText text, @Nullable Object[] row) {
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        text.tab();
      }
      text.value(row[i]);
    }
    text.newline();
  }
}
