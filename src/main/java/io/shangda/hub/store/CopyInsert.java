package io.shangda.hub.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** PostgreSQL's COPY in text format: no parse, no plan, no parameter per value. */
final class CopyInsert implements BulkInsert {

  @Override
  public void insert(Connection connection, Rows rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    CopyText text = new CopyText(rows.size() * 256);
    for (@Nullable Object[] row : rows.values()) {
      for (int i = 0; i < row.length; i++) {
        if (i > 0) {
          text.tab();
        }
        text.value(row[i]);
      }
      text.newline();
    }
    String sql = "copy " + rows.table() + " (" + String.join(", ", rows.columns()) + ") from stdin";
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(sql, new ByteArrayInputStream(text.bytes(), 0, text.length()));
    } catch (IOException e) {
      throw new SQLException(
          "The connection broke while rows were copied into " + rows.table(), "08006", e);
    }
  }
}
