package io.shangda.hub.intake;

import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a record.
 *
 * @param version the newest; 0 if a child referred to it and nothing more
 * @param versions how many there are
 * @param state of the newest version
 * @param config configuration version under which the newest was taken in
 * @param written the key as the source wrote it last
 */
record Known(
    long id,
    int version,
    int versions,
    @Nullable Instant versionTime,
    String hash,
    String state,
    long config,
    String written) {

  private static final String BY_NAME =
      """
      select id, source_key, version, versions, version_time, source_hash, state, config,
        coalesce(written_key, source_key) as written from record
      where source = ? and type = ? and source_key = any(?)
      """;

  /** Of a record that nobody has seen yet. */
  static final Known NOTHING = new Known(0, 0, 0, null, "", "", 0, "");

  /**
   * The records of a page and their parents. One that is known by its key as it was written, from
   * before keys were made alike, stays that record; one whose time is ahead of now has none, for it
   * would hide every later state.
   */
  static Map<Name, Known> read(
      Connection connection, SourceId source, Identify identify, Instant now) throws SQLException {
    Set<Name> names = new HashSet<>();
    for (Identified record : identify.identified()) {
      names.add(record.name());
      if (record.parent() != null) {
        names.add(record.parent());
      }
    }
    names.addAll(identify.otherwise().values());
    Map<Name, Known> known = read(connection, source, names);
    identify
        .otherwise()
        .forEach(
            (name, written) -> {
              Known before = known.get(written);
              if (before != null) {
                known.putIfAbsent(name, before);
              }
            });
    known.replaceAll((name, one) -> one.at(now));
    return known;
  }

  private Known at(Instant now) {
    return versionTime == null || !VersionTime.isAhead(versionTime, now)
        ? this
        : new Known(id, version, versions, null, hash, state, config, written);
  }

  /** Looks up records by name, one query per type. */
  static Map<Name, Known> read(Connection connection, SourceId source, Collection<Name> names)
      throws SQLException {
    Map<RecordType, List<String>> byType = new HashMap<>();
    for (Name name : names) {
      byType.computeIfAbsent(name.type(), t -> new ArrayList<>()).add(name.key());
    }
    Map<Name, Known> known = new HashMap<>();
    for (Map.Entry<RecordType, List<String>> type : byType.entrySet()) {
      Sql.list(
          connection,
          BY_NAME,
          row -> known.put(new Name(type.getKey(), row.getString("source_key")), row(row)) == null,
          source.value(),
          type.getKey().value(),
          type.getValue());
    }
    return known;
  }

  private static Known row(ResultSet row) throws SQLException {
    String hash = row.getString("source_hash");
    return new Known(
        row.getLong("id"),
        row.getInt("version"),
        row.getInt("versions"),
        Sql.instant(row, "version_time"),
        hash == null ? "" : hash,
        row.getString("state"),
        row.getLong("config"),
        row.getString("written"));
  }
}
