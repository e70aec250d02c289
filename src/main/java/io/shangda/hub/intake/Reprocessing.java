package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.intake.Content.Filter;
import io.shangda.hub.intake.Content.Reprocessed;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Told;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs intake again on kept content, as a run of its own. */
final class Reprocessing {
  private static final String NEWEST =
      """
      select r.id, r.version, r.state, v.raw_hash, v.raw_place from record r
      join record_version v on v.record = r.id and v.version = r.version
      where r.source = ? and v.raw_hash <> '' and (cast(? as varchar) is null or r.type = ?)
        and (cast(? as varchar) is null or r.state = ?)
        and (cast(? as varchar) is null or exists (select 1 from finding f
          where f.record = r.id and f.version = r.version and f.rule = ?))
        and v.arrived_at >= coalesce(cast(? as timestamp with time zone), v.arrived_at)
        and (cast(? as timestamp with time zone) is null
          or v.arrived_at < cast(? as timestamp with time zone))
      order by r.id
      """;
  private static final int LONGEST_ERROR = 1000;

  private final Database database;
  private final SourcePlans plans;
  private final PageReader reader;
  private final Intake intake;
  private final AuditLog audit;
  private final UnreadableRows unreadables;

  Reprocessing(
      Database database, SourcePlans plans, PageReader reader, Intake intake, AuditLog audit) {
    this.database = database;
    this.plans = plans;
    this.reader = reader;
    this.intake = intake;
    this.audit = audit;
    this.unreadables = new UnreadableRows(database);
  }

  /** Places of records by the hash of the page in which they stand. */
  private static final class Found {
    final Map<String, Set<String>> places = new LinkedHashMap<>();
    final Map<Long, Integer> versions = new HashMap<>();
    final Map<String, UnreadableRows.Waiting> unreadable = new LinkedHashMap<>();
    int purged;

    int pages() {
      return places.size() + unreadable.size();
    }

    boolean add(long record, int version, String state, String hash, String place) {
      versions.put(record, version);
      if (state.equals(Purged.STATE)) {
        purged++;
        return false;
      }
      return places.computeIfAbsent(hash, h -> new HashSet<>()).add(place);
    }
  }

  /** What has become of the pages so far. */
  private static final class Tally {
    final List<String> errors = new ArrayList<>();
    int records;
    int overtaken;

    @Nullable String error() {
      String all = String.join("; ", errors);
      return all.isEmpty()
          ? null
          : all.length() <= LONGEST_ERROR ? all : all.substring(0, LONGEST_ERROR - 1) + "…";
    }
  }

  Reprocessed reprocess(Filter filter, Actor actor) {
    SourcePlan plan = plans.today(new SourceId(filter.source()));
    if (plan == null) {
      throw new IllegalArgumentException(
          "There is no source '" + filter.source() + "' in the configuration");
    }
    Found found = find(filter);
    long run = begin(plan, filter, found, actor);
    Tally tally = new Tally();
    try {
      found.places.forEach((hash, places) -> again(plan, run, hash, places, found, tally));
      found.unreadable.forEach((hash, page) -> again(plan, run, hash, page, actor, tally));
    } catch (RuntimeException e) {
      tally.errors.add("the hub could not go on (" + e + ")");
      throw e;
    } finally {
      end(run, tally.error());
    }
    return new Reprocessed(run, tally.records, found.purged, tally.overtaken, tally.error());
  }

  private Found find(Filter filter) {
    Found found = new Found();
    if (Content.UNREADABLE.equals(filter.state())) {
      found.unreadable.putAll(unreadables.find(filter));
      return found;
    }
    database.read(
        c ->
            Sql.list(
                c,
                NEWEST,
                row ->
                    found.add(
                        row.getLong("id"),
                        row.getInt("version"),
                        row.getString("state"),
                        row.getString("raw_hash"),
                        row.getString("raw_place")),
                filter.source(),
                filter.type(),
                filter.type(),
                filter.state(),
                filter.state(),
                filter.rule(),
                filter.rule(),
                filter.since(),
                filter.until(),
                filter.until()));
    return found;
  }

  private long begin(SourcePlan plan, Filter filter, Found found, Actor actor) {
    long run = database.numbers().next();
    String source = plan.source().id().value();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("run", run);
    put(detail, "type", filter.type());
    put(detail, "rule", filter.rule());
    put(detail, "state", filter.state());
    put(detail, "since", filter.since());
    put(detail, "until", filter.until());
    detail.put("pages", found.pages());
    detail.put("left-out-purged", found.purged);
    database.execute(
        c -> {
          Sql.update(
              c,
              "insert into pull_run (id, source, kind, state, config) values (?, ?, 'reprocess',"
                  + " 'running', ?)",
              run,
              source,
              plan.config());
          audit.append(
              c, List.of(new AuditLog.Event("reprocess", null, source, "", actor, detail)));
        });
    return run;
  }

  private static void put(Map<String, Object> detail, String name, @Nullable Object value) {
    if (value != null) {
      detail.put(name, value.toString());
    }
  }

  /** Takes in what is wanted of one page. */
  private void again(
      SourcePlan plan, long run, String hash, Set<String> wanted, Found found, Tally tally) {
    Page page = read(plan, hash, tally);
    if (page != null) {
      List<RawRecord> records =
          page.records().stream()
              .filter(record -> wanted.contains(StoredPlace.of(record.place())))
              .toList();
      missing(hash, records.size(), wanted.size(), tally);
      Page some = new Page(page.raw(), records, null, true);
      takeIn(plan, run, hash, some, Again.of(found.versions), tally);
    }
  }

  /** Reads once more what could not be read of one page. */
  private void again(
      SourcePlan plan,
      long run,
      String hash,
      UnreadableRows.Waiting waiting,
      Actor actor,
      Tally tally) {
    Page page = read(plan, hash, tally);
    if (page != null) {
      UnreadableRows.Chosen chosen = unreadables.choose(plan, run, hash, waiting, page.records());
      int found = chosen.records().size() + chosen.overtaken().size();
      missing(hash, found, waiting.places().size(), tally);
      Page some = new Page(page.raw(), chosen.records(), null, true);
      takeIn(plan, run, hash, some, Again.of(chosen.versions()), tally);
      unreadables.settle(plan.source().id(), run, hash, chosen, actor);
      tally.overtaken += chosen.overtaken().size();
    }
  }

  private @Nullable Page read(SourcePlan plan, String hash, Tally tally) {
    RawPage raw;
    try {
      raw = database.read(c -> Optional.ofNullable(RawStore.read(c, hash))).orElse(null);
    } catch (DamagedPageException e) {
      tally.errors.add("page " + hash + " was left out: " + e.getMessage());
      return null;
    }
    if (raw == null) {
      Instant emptied =
          database.read(c -> Optional.ofNullable(RawStore.emptiedAt(c, hash))).orElse(null);
      tally.errors.add(
          emptied == null
              ? "page " + hash + " is no longer kept"
              : "page "
                  + hash
                  + " was kept as long as retention.yaml says and emptied at "
                  + emptied
                  + "; it can only be pulled again from its source");
      return null;
    }
    try {
      return reader.read(plan.source(), raw, null, Told.NOTHING);
    } catch (PullFailure e) {
      tally.errors.add("page " + hash + " can no longer be read: " + e.getMessage());
      return null;
    }
  }

  private static void missing(String hash, int found, int wanted, Tally tally) {
    if (found < wanted) {
      tally.errors.add("page " + hash + " has " + found + " of the " + wanted + " records");
    }
  }

  private void takeIn(SourcePlan plan, long run, String hash, Page page, Again again, Tally tally) {
    if (!page.records().isEmpty()) {
      intake.again(plan.source().id(), run, new Hash(hash), page, again);
    }
    tally.records += page.records().size() - again.overtaken().size();
    tally.overtaken += again.overtaken().size();
  }

  private void end(long run, @Nullable String error) {
    database.execute(
        c ->
            Sql.update(
                c,
                "update pull_run set state = ?, error = ?, ended_at = current_timestamp where id ="
                    + " ?",
                error == null ? "complete" : "failed",
                error,
                run));
  }
}
