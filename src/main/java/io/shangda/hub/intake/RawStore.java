package io.shangda.hub.intake;

import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Deflation;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Pages and files as received, deflated, once per hash. */
final class RawStore {
  private RawStore() {}

  /**
   * Keeps it, if it is not kept yet; one that was emptied after its time is there again.
   *
   * @param body the page's content, deflated
   */
  static void keep(Connection connection, SourceId source, RawPage raw, Hash hash, byte[] body)
      throws SQLException {
    int kept =
        Sql.update(
            connection,
            """
            insert into raw_content (hash, body, length, media_type, place, source, received_at)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """,
            hash.text(),
            body,
            raw.content().length,
            cut(raw.mediaType(), 200),
            cut(raw.place(), 1000),
            source.value(),
            raw.receivedAt());
    if (kept == 0) {
      Sql.update(
          connection,
          "update raw_content set body = ?, length = ?, received_at = ?, emptied_at = null"
              + " where hash = ? and emptied_at is not null",
          body,
          raw.content().length,
          raw.receivedAt(),
          hash.text());
    }
  }

  /** Some version stands in it from now on. */
  static void hasVersions(Connection connection, Hash hash) throws SQLException {
    Sql.update(
        connection,
        "update raw_content set has_versions = true where hash = ? and not has_versions",
        hash.text());
  }

  static boolean isKept(Connection connection, Hash hash) throws SQLException {
    return Sql.first(
            connection,
            "select 1 from raw_content where hash = ? and emptied_at is null",
            row -> row.getInt(1),
            hash.text())
        != null;
  }

  /**
   * Puts what is left of a page in its place after records of it were erased. The hash stays, and
   * no longer recomputes.
   */
  static void redact(Connection connection, String hash, byte[] left) throws SQLException {
    Sql.update(
        connection,
        "update raw_content set body = ?, length = ?, redacted_at = current_timestamp where hash = ?",
        Deflation.deflate(left),
        left.length,
        hash);
  }

  /**
   * A page as it was received, less what was purged; null if that is nothing, was never kept or was
   * kept long enough.
   */
  static @Nullable RawPage read(Connection connection, String hash) throws SQLException {
    return Sql.first(
        connection,
        "select body, length, media_type, place, received_at from raw_content where hash = ? and length > 0"
            + " and emptied_at is null",
        row ->
            new RawPage(
                inflate(row.getBytes("body"), row.getInt("length")),
                row.getString("media_type"),
                row.getString("place"),
                Objects.requireNonNull(Sql.instant(row, "received_at"))),
        hash);
  }

  /** When a page was emptied after its time; null if it was not. */
  static @Nullable Instant emptiedAt(Connection connection, String hash) throws SQLException {
    return Sql.first(
        connection,
        "select emptied_at from raw_content where hash = ? and emptied_at is not null",
        row -> Objects.requireNonNull(Sql.instant(row, "emptied_at")),
        hash);
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }

  /**
   * The content of a kept page.
   *
   * @throws DamagedPageException if the body is not the whole of it
   */
  static byte[] inflate(byte[] body, int length) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(body);
      byte[] content = new byte[length];
      int at = 0;
      while (at < length) {
        int more = inflater.inflate(content, at, length - at);
        if (more == 0) { // it has ended or wants more than there is, and would say so for ever
          throw new DamagedPageException("it ends after " + at + " of " + length + " bytes", null);
        }
        at += more;
      }
      return content;
    } catch (DataFormatException e) {
      throw new DamagedPageException("it cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }
}
