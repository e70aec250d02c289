package io.shangda.hub.intake;

import io.shangda.hub.intake.Content.Filter;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What could not be read, when it is read again by the settings its source has now. The page keeps
 * its place in the order of arrival: what has come since is not overtaken by it.
 */
final class UnreadableRows {
  private static final String OPEN =
      """
      select raw_hash, raw_place, created_at from finding
      where severity = 'unreadable' and resolution = 'open' and source = ?
        and (cast(? as varchar) is null or type = ?)
        and (cast(? as varchar) is null or rule = ?)
        and created_at >= coalesce(cast(? as timestamp with time zone), created_at)
        and (cast(? as timestamp with time zone) is null
          or created_at < cast(? as timestamp with time zone))
      order by id
      """;
  private static final String SINCE =
      """
      select r.source_key, v.version_time from record r
      join record_version v on v.record = r.id and v.version = r.version
      where r.source = ? and r.type = ? and r.source_key = any(?)
        and v.run <> ? and v.arrived_at > ?
      """;
  private static final String SETTLE =
      """
      update finding set resolution = ?, resolved_by = ?, reason = ?,
        resolved_at = current_timestamp
      where severity = 'unreadable' and resolution = 'open' and run <> ? and source = ?
        and raw_hash = ? and raw_place = any(?)
      """;

  private final Database database;

  UnreadableRows(Database database) {
    this.database = database;
  }

  /**
   * What of one page could not be read.
   *
   * @param places where it stands
   * @param arrived when the page came, the last time
   */
  record Waiting(Set<String> places, Instant arrived) {}

  /**
   * What of one page is taken in again.
   *
   * @param records also what still cannot be read
   * @param overtaken places of what has newer content since
   * @param mended places from which nothing is missing any longer
   * @param versions the newest version of each record that is known, when this was chosen
   */
  record Chosen(
      List<RawRecord> records,
      Set<String> overtaken,
      Set<String> mended,
      Map<Long, Integer> versions) {}

  /** By the hash of the page, in the order in which the pages came last. */
  Map<String, Waiting> find(Filter filter) {
    Map<String, Waiting> found = new LinkedHashMap<>();
    database.read(
        c ->
            Sql.list(
                c,
                OPEN,
                row -> {
                  Waiting page = found.remove(row.getString("raw_hash"));
                  Set<String> places = page == null ? new LinkedHashSet<>() : page.places();
                  Instant arrived = Objects.requireNonNull(Sql.instant(row, "created_at"));
                  found.put(row.getString("raw_hash"), new Waiting(places, arrived));
                  return places.add(row.getString("raw_place"));
                },
                filter.source(),
                filter.type(),
                filter.type(),
                filter.rule(),
                filter.rule(),
                filter.since(),
                filter.until(),
                filter.until()));
    return found;
  }

  /**
   * Those that stand where something could not be read. Where a page was one unreadable whole (the
   * header of a table, a file), its records stand elsewhere: then all of them.
   */
  Chosen choose(SourcePlan plan, long run, String hash, Waiting waiting, List<RawRecord> read) {
    List<RawRecord> wanted =
        new ArrayList<>(
            read.stream()
                .filter(r -> waiting.places().contains(StoredPlace.of(r.place())))
                .toList());
    boolean whole = wanted.isEmpty() && !read.isEmpty() && neverRead(hash);
    if (whole) {
      wanted.addAll(read);
    }
    Identify identify = new Identify(plan, waiting.arrived());
    identify.all(wanted);
    Map<Long, Integer> versions = versions(plan.source().id(), identify, waiting.arrived());
    Set<String> overtaken = overtaken(plan.source().id(), run, waiting.arrived(), identify);
    Set<String> mended =
        identify.identified().stream()
            .map(Identified::place)
            .map(StoredPlace::of)
            .collect(Collectors.toSet());
    wanted.removeIf(record -> overtaken.contains(record.place()));
    return new Chosen(wanted, overtaken, whole ? waiting.places() : mended, versions);
  }

  /**
   * Before it is looked at what has newer content: what comes after that is seen by the version.
   */
  private Map<Long, Integer> versions(SourceId source, Identify identify, Instant now) {
    Map<Long, Integer> versions = new HashMap<>();
    database
        .read(c -> Known.read(c, source, identify, now))
        .values()
        .forEach(known -> versions.put(known.id(), known.version()));
    return versions;
  }

  private boolean neverRead(String hash) {
    return database
        .read(
            c ->
                Sql.list(
                    c,
                    "select 1 from raw_content where hash = ? and has_versions",
                    row -> row.getInt(1),
                    hash))
        .isEmpty();
  }

  /** Where both say of what time they are, that decides, as it does for every page. */
  private Set<String> overtaken(SourceId source, long run, Instant arrived, Identify identify) {
    Map<RecordType, Map<String, List<Identified>>> byType = new HashMap<>();
    for (Identified one : identify.identified()) {
      byType
          .computeIfAbsent(one.name().type(), type -> new HashMap<>())
          .computeIfAbsent(one.name().key(), key -> new ArrayList<>())
          .add(one);
    }
    Set<String> overtaken = new HashSet<>();
    byType.forEach(
        (type, byKey) ->
            newer(source, type, byKey.keySet(), run, arrived)
                .forEach(
                    (name, time) ->
                        byKey.getOrDefault(name.key(), List.of()).stream()
                            .filter(one -> one.versionTime() == null || time == null)
                            .forEach(one -> overtaken.add(one.place()))));
    return overtaken;
  }

  private Map<Name, @Nullable Instant> newer(
      SourceId source, RecordType type, Set<String> keys, long run, Instant arrived) {
    Map<Name, @Nullable Instant> newer = new HashMap<>();
    database.read(
        c ->
            Sql.list(
                c,
                SINCE,
                row ->
                    newer.put(
                            new Name(type, row.getString("source_key")),
                            Sql.instant(row, "version_time"))
                        == null,
                source.value(),
                type.value(),
                List.copyOf(keys),
                run,
                arrived));
    return newer;
  }

  /** What is mended says so; what is still unreadable is spoken for by its newer finding. */
  void settle(SourceId source, long run, String hash, Chosen chosen, Actor actor) {
    Set<String> still =
        chosen.records().stream()
            .map(RawRecord::place)
            .map(StoredPlace::of)
            .filter(place -> !chosen.mended().contains(place))
            .collect(Collectors.toSet());
    database.execute(
        c -> {
          settle(c, "mended", actor, run, source, hash, chosen.mended());
          settle(c, "superseded", actor, run, source, hash, still);
        });
  }

  private static void settle(
      java.sql.Connection connection,
      String resolution,
      Actor actor,
      long run,
      SourceId source,
      String hash,
      Set<String> places)
      throws java.sql.SQLException {
    if (!places.isEmpty()) {
      Sql.update(
          connection,
          SETTLE,
          resolution,
          actor.name(),
          ForeignText.storable(actor.reason(), 1000),
          run,
          source.value(),
          hash,
          List.copyOf(places));
    }
  }
}
