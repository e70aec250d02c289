package io.shangda.hub.audit.anchor;

import io.shangda.hub.audit.proof.Anchor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells the newest seal to places elsewhere, once per interval and place, and notes that. To be
 * called every few seconds on every node.
 */
public final class Anchoring {
  private final Database database;
  private final TargetNews targets;
  private final List<AnchorPlace> places;
  private final Settings settings;
  private final InstantSource clock;

  /**
   * What a site sets.
   *
   * @param every between two anchors at one place
   * @param push whether targets are told with every push
   */
  public record Settings(Duration every, boolean push) {}

  /**
   * @param clock this node's own, whose offset against the others is noted
   */
  public Anchoring(
      Database database,
      TargetNews targets,
      List<AnchorPlace> places,
      Settings settings,
      InstantSource clock) {
    this.database = database;
    this.targets = targets;
    this.places = List.copyOf(places);
    this.settings = settings;
    this.clock = clock;
  }

  private record Newest(long seal, String hash) {}

  /**
   * Tells what is due.
   *
   * @return anchors that were noted
   * @throws IOException if a place could not be told; the others were
   */
  public int anchor() throws IOException {
    List<Newest> sealed =
        database.read(
            c ->
                Sql.list(
                    c,
                    "select seal, hash from audit_chain where seal > 0",
                    row -> new Newest(row.getLong("seal"), row.getString("hash"))));
    return sealed.isEmpty() ? 0 : anchor(sealed.get(0));
  }

  private int anchor(Newest newest) throws IOException {
    if (settings.push()) {
      targets.newest(newest.seal(), newest.hash());
    }
    int noted = noteTargets();
    List<IOException> failed = new ArrayList<>();
    for (AnchorPlace place : places) {
      try {
        noted += tell(place, newest) ? 1 : 0;
      } catch (IOException e) {
        failed.add(
            new IOException(
                "the newest seal could not be told to %s: %s"
                    .formatted(place.name(), e.getMessage()),
                e));
      }
    }
    if (!failed.isEmpty()) {
      throw failed.get(0);
    }
    return noted;
  }

  private boolean tell(AnchorPlace place, Newest newest) throws IOException {
    if (!due(place.kind(), place.name(), newest.seal())) {
      return false;
    }
    Anchor anchor =
        new Anchor(
            newest.seal(),
            newest.hash(),
            place.kind(),
            place.name(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            "",
            databaseAhead(),
            null);
    AnchorPlace.Receipt receipt = place.tell(anchor);
    note(anchor, receipt.answer(), receipt.ahead());
    return true;
  }

  private int noteTargets() {
    int noted = 0;
    for (Map.Entry<String, TargetNews.Told> entry : targets.told().entrySet()) {
      TargetNews.Told told = entry.getValue();
      String[] parts = told.header().split(" ", 2);
      long seal = Long.parseLong(parts[0]);
      if (due("push", entry.getKey(), seal)) {
        Anchor anchor =
            new Anchor(
                seal,
                parts[1],
                "push",
                entry.getKey(),
                told.at().truncatedTo(ChronoUnit.MICROS),
                "",
                databaseAhead(),
                null);
        Instant there = told.there();
        note(anchor, "", there == null ? null : Duration.between(told.at(), there));
        noted++;
      }
      targets.told().remove(entry.getKey(), told);
    }
    return noted;
  }

  /** Whether the place was told nothing for an interval, by whatever node, and there is news. */
  private boolean due(String kind, String place, long seal) {
    return database.read(
        c -> {
          List<Boolean> told =
              Sql.list(
                  c,
                  """
                  select seal, at from audit_anchor where kind = ? and place = ?
                  order by id desc limit 1
                  """,
                  row -> told(c, row.getLong("seal"), seal, Sql.instant(row, "at")),
                  kind,
                  place);
          return told.isEmpty() || !told.get(0);
        });
  }

  private boolean told(Connection connection, long before, long now, @Nullable Instant at)
      throws SQLException {
    Instant again = Objects.requireNonNull(at).plus(settings.every());
    return before >= now || again.isAfter(DatabaseTime.now(connection));
  }

  private long databaseAhead() {
    Instant before = clock.instant();
    Instant there = database.read(DatabaseTime::now);
    return HttpDate.ahead(there, before, clock.instant()).toMillis();
  }

  private void note(Anchor anchor, String answer, @Nullable Duration ahead) {
    long id = database.numbers().next();
    database.execute(
        c ->
            Sql.update(
                c,
                """
                insert into audit_anchor
                  (id, seal, hash, kind, place, at, answer, database_ahead_ms, place_ahead_ms)
                values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as bigint))
                """,
                id,
                anchor.seal(),
                anchor.hash(),
                anchor.kind(),
                anchor.place(),
                anchor.at(),
                answer,
                anchor.databaseAhead(),
                ahead == null ? null : ahead.toMillis()));
  }
}
