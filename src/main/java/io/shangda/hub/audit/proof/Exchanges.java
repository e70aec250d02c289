package io.shangda.hub.audit.proof;

import io.shangda.hub.audit.exchange.Exchange;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was sent and answered, as the database has it; the last one asked for is at hand. */
final class Exchanges {
  /**
   * One of them.
   *
   * @param payloads of the deliveries that its requests name, as far as they are kept
   */
  record Kept(Exchange exchange, Map<Long, byte[]> payloads) {}

  private final Database database;
  private @Nullable Kept last;

  Exchanges(Database database) {
    this.database = database;
  }

  /**
   * Empty if there is none.
   *
   * @throws UncheckedIOException if what is kept of it cannot be read
   */
  Optional<Kept> find(long id) {
    if (last == null || last.exchange().id() != id) {
      last = database.inTransaction(c -> Optional.ofNullable(read(c, id))).orElse(null);
    }
    return Optional.ofNullable(last);
  }

  private static @Nullable Kept read(java.sql.Connection connection, long id)
      throws java.sql.SQLException {
    try {
      Exchange exchange = ExchangeRows.read(connection, id);
      return exchange == null
          ? null
          : new Kept(exchange, ExchangeRows.payloads(connection, exchange.parts()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
