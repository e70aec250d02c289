package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What intake would make of a page: the same sorting and judging, but nothing is stored, planned or
 * sent. Records that did not change are judged too, for it is the mapping that is being looked at.
 */
public final class Preview {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAYLOAD =
      "select coalesce(payload, '') from record_version where record = ? and version = ?";

  private final SourcePlans plans;
  private final Clock clock;
  private final @Nullable Database database;

  /**
   * @param database to compare with; null: every record is told as if it were new
   */
  public Preview(SourcePlans plans, Clock clock, @Nullable Database database) {
    this.plans = plans;
    this.clock = clock;
    this.database = database;
  }

  /**
   * What a whole page would become.
   *
   * @param repeated occurrences that say the same as an earlier one of the page
   */
  public record Seen(List<Version> versions, List<RawRecord.Unreadable> unreadable, int repeated) {}

  /**
   * A version that would be stored.
   *
   * @param state {@code planned}, {@code held}, {@code rejected} or {@code superseded}
   * @param payload the provincial record; null for a withdrawal
   * @param own payloads of the targets that want their own
   * @param before the newest version the database knows; null if it knows none or was not asked
   * @param waitsFor its parent, of which neither the page nor the database has a version: it waits
   *     for that; null if it need not
   */
  public record Version(
      String place,
      String type,
      String key,
      String state,
      boolean deleted,
      List<TargetId> targets,
      @Nullable JsonNode payload,
      Map<TargetId, JsonNode> own,
      List<Finding> findings,
      @Nullable Before before,
      @Nullable String waitsFor) {}

  /**
   * The newest stored version of a record.
   *
   * @param same true if the source's content has not changed since
   * @param payload null for a withdrawal, or where it was purged
   */
  public record Before(int version, String state, boolean same, @Nullable JsonNode payload) {}

  /**
   * Looks at a page of a source.
   *
   * @throws IllegalArgumentException if the configuration has no such source
   */
  public Seen of(SourceId source, Page page) {
    SourcePlan plan = plans.today(source);
    if (plan == null) {
      throw new IllegalArgumentException("There is no source '" + source + "'");
    }
    Identify identify = new Identify(plan, page.raw().receivedAt());
    identify.all(page.records());
    Repeats repeats = new Repeats(identify.identified());
    Stored stored = stored(source, identify, repeats);
    LocalDate today = LocalDate.ofInstant(clock.instant(), plan.source().zone());
    AtomicLong ids = new AtomicLong();
    Judge judge = new Judge(plan, today);
    Sorting sorting = new Sorting(plan, judge::judge, ids::incrementAndGet, stored, Again.asNew());
    sorting.all(identify.identified(), repeats);
    Map<Long, JsonNode> payloads = payloads(sorting.taken());
    List<Version> versions = new ArrayList<>();
    for (Taken taken : sorting.taken()) {
      versions.add(version(taken, payloads, waitsFor(taken, sorting, stored)));
    }
    return new Seen(versions, identify.unreadable(), sorting.unchanged());
  }

  private Stored stored(SourceId source, Identify identify, Repeats repeats) {
    Database from = database;
    return from == null
        ? Stored.NOTHING
        : from.read(c -> Stored.read(c, Known.read(c, source, identify, clock.instant()), repeats));
  }

  /** The hub sends no child before its parent. */
  private static @Nullable String waitsFor(Taken taken, Sorting sorting, Stored stored) {
    Name parent = taken.record.parent();
    if (parent == null || taken.record.deleted() || sorting.ids().containsKey(parent)) {
      return null;
    }
    Known known = stored.known(parent);
    return known != null && known.version() > 0 ? null : parent.type() + " " + parent.key();
  }

  private static Version version(
      Taken taken, Map<Long, JsonNode> stored, @Nullable String waitsFor) {
    Identified record = taken.record;
    Map<TargetId, JsonNode> own = new LinkedHashMap<>();
    taken.judged.targets().forEach((target, payload) -> add(own, target, payload));
    byte[] payload = taken.judged.payload();
    return new Version(
        record.place(),
        record.name().type().value(),
        record.name().key(),
        taken.state().word,
        record.deleted(),
        List.copyOf(taken.judged.targets().keySet()),
        payload == null ? null : tree(payload),
        own,
        taken.judged.findings(),
        before(taken, stored),
        waitsFor);
  }

  private static void add(Map<TargetId, JsonNode> own, TargetId target, byte[] payload) {
    if (payload.length > 0) {
      own.put(target, tree(payload));
    }
  }

  private static @Nullable Before before(Taken taken, Map<Long, JsonNode> stored) {
    Known before = taken.before;
    if (before == null || before.version() == 0) {
      return null; // unknown, or only referred to by a child so far
    }
    return new Before(
        before.version(),
        before.state(),
        before.hash().equals(taken.record.hash().text()),
        stored.get(before.id()));
  }

  /** Payloads of the newest versions known, by record. */
  private Map<Long, JsonNode> payloads(List<Taken> all) {
    Map<Long, JsonNode> stored = new HashMap<>();
    Database from = database;
    if (from != null) {
      List<Known> known =
          all.stream().map(taken -> taken.before).filter(Objects::nonNull).distinct().toList();
      from.read(
          c -> {
            for (Known one : known) {
              String text = Sql.first(c, PAYLOAD, r -> r.getString(1), one.id(), one.version());
              if (text != null && !text.isEmpty()) {
                stored.put(one.id(), tree(text.getBytes(StandardCharsets.UTF_8)));
              }
            }
            return stored;
          });
    }
    return stored;
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("A payload of the hub is no JSON", e);
    }
  }
}
