package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Schedules;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Claims of sources and the ends of their runs. Every node claims what is due, as far as it has
 * free slots; a claim is a lease that its node keeps as long as it pulls, so a dead node's source
 * is pulled again when it lapses, by another one or by the same one started anew.
 */
public final class Pulls {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** A source that is due waits no longer than this for a slot that is free. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Database database;
  private final CurrentConfig config;
  private final RunEnds ends;
  private final DueTimes due;
  private final String node;
  private final Times times;
  private final PullPulse pulse = new PullPulse();

  /** With leases of half a minute. */
  public Pulls(Database database, CurrentConfig config, AuditLog audit, String node) {
    this(database, config, audit, node, new Times(LEASE, Times.TURN));
  }

  public Pulls(Database database, CurrentConfig config, AuditLog audit, String node, Times times) {
    this.times = times;
    this.database = database;
    this.config = config;
    this.ends = new RunEnds(database, config, audit);
    this.due = new DueTimes(config, times.lease());
    this.node = node;
    database.whenClockIsSet(due::clockSet);
  }

  /**
   * How long a source is a node's.
   *
   * @param lease after which the source of a node that fell silent is pulled by another; whole
   *     seconds
   * @param turn after which a run gives its slot to a source that waits for one, behind the page it
   *     is at
   */
  public record Times(Duration lease, Duration turn) {
    static final Duration TURN = Duration.ofMinutes(5);
  }

  /**
   * Makes sure every configured source has its row; a new one is due at once, unless it is pulled
   * on demand only.
   */
  public void register() {
    database.execute(
        c -> {
          for (SourceConfig source : config.get().sources().values()) {
            Sql.update(
                c,
                "insert into source_state (source, due_at) values (?, ?) on conflict do nothing",
                source.id().value(),
                Schedules.first(source, DatabaseTime.now(c)));
          }
        });
  }

  /** Whether this node pulls at all. */
  public PullPulse pulse() {
    return pulse;
  }

  /** Claims up to {@code slots} due sources, each with a new run. */
  public List<PullClaim> claim(int slots) {
    List<String> sources = config.get().sources().keySet().stream().map(SourceId::value).toList();
    if (slots <= 0 || sources.isEmpty()) {
      return List.of();
    }
    return database.inTransaction(
        connection -> {
          due.mendTurnedBack(connection);
          List<String> next =
              Sql.list(
                  connection,
                  """
                  select source from source_state
                  where due_at <= current_timestamp and not paused and source = any(?)
                  order by case when failures > 0 then 1 else 0 end, due_at limit ?
                  for update skip locked
                  """,
                  row -> row.getString(1),
                  sources,
                  slots);
          List<PullClaim> claims = new ArrayList<>();
          for (String source : next) {
            claims.add(claim(connection, new SourceId(source)));
          }
          return claims;
        });
  }

  /**
   * Renews the leases of runs that are under way on this node, those that soon lapse; a lease that
   * has lapsed is left to whoever takes it. To be called every few seconds.
   *
   * @param underWay a run whose end could not be stored is not among them: its lease must lapse
   */
  public void keep(Collection<PullClaim> underWay) {
    List<String> sources = underWay.stream().map(claim -> claim.source().value()).toList();
    if (sources.isEmpty()) {
      return;
    }
    database.execute(
        c ->
            Sql.update(
                c,
                """
                update source_state
                set due_at = current_timestamp + cast(? as integer) * interval '1' second
                where node = ? and source = any(?) and due_at > current_timestamp
                  and due_at < current_timestamp + cast(? as integer) * interval '1' second
                """,
                times.lease().toSeconds(),
                node,
                sources,
                times.lease().toSeconds() * 2 / 3));
  }

  private PullClaim claim(Connection connection, SourceId source) throws SQLException {
    long run = database.numbers().next();
    Sql.update(
        connection,
        "update pull_run set state = 'failed', ended_at = current_timestamp,"
            + " error = 'the node that pulled it stopped; another run goes on from its last page'"
            + " where id = (select last_run from source_state where source = ?)"
            + " and state = 'running' and kind = 'pull'",
        source.value());
    Sql.update(
        connection,
        """
        update source_state set token = token + 1, node = ?, last_run = ?, resumed_at = null,
          due_at = current_timestamp + cast(? as integer) * interval '1' second
        where source = ?
        """,
        node,
        run,
        times.lease().toSeconds(),
        source.value());
    Sql.update(
        connection,
        "insert into pull_run (id, source, kind, state, config, cursor_text) values (?, ?, 'pull',"
            + " 'running', ?, (select cursor_text from source_state where source = ?))",
        run,
        source.value(),
        config.version(),
        source.value());
    PullClaim claim =
        Sql.first(
            connection,
            "select token, cursor_text from source_state where source = ?",
            row ->
                new PullClaim(
                    source, run, row.getLong("token"), row.getString("cursor_text"), times.lease()),
            source.value());
    return java.util.Objects.requireNonNull(claim, "the row was locked a moment ago");
  }

  /** True while the run may go on: neither paused nor taken over. */
  public boolean goesOn(PullClaim claim) {
    return database.read(
        c ->
            Sql.first(
                    c,
                    "select 1 from source_state where source = ? and token = ? and not paused",
                    row -> 1,
                    claim.source().value(),
                    claim.token())
                != null);
  }

  /**
   * True if the run has had its turn and another source waits for a slot: a slow source must not
   * keep all others from being pulled.
   *
   * @param lasted how long it has been under way
   */
  public boolean givesWay(PullClaim claim, Duration lasted) {
    if (lasted.compareTo(times.turn()) < 0) {
      return false;
    }
    List<String> sources = config.get().sources().keySet().stream().map(SourceId::value).toList();
    return database.read(
        c ->
            Sql.first(
                    c,
                    "select 1 from source_state where not paused and source = any(?) and source <>"
                        + " ? and due_at < current_timestamp - cast(? as integer) * interval '1'"
                        + " second limit 1",
                    row -> 1,
                    sources,
                    claim.source().value(),
                    SOON.toSeconds())
                != null);
  }

  /**
   * The run ends behind its last page because others wait; it goes on from there when those that
   * are due have had their turn.
   *
   * @param warning what else the operator must know; null if nothing
   */
  public void giveWay(PullClaim claim, @Nullable String warning, Reach reach) {
    String why =
        "the run had taken more than %d s and other sources were waiting: it ended behind the page it was at and goes on from there when they have had their turn; if that is seen often, have the source answer faster or give this node more slots (shangda.pull.slots)"
            .formatted(times.turn().toSeconds());
    ends.giveWay(claim, warning == null ? why : warning + "; " + why, reach);
  }

  /** The run came to its end; the next one is due by the schedule. */
  public void complete(PullClaim claim) {
    complete(claim, null);
  }

  /**
   * The run came to its end, or the hub ended it before the source did; the next one is due by the
   * schedule and goes on from the cursor.
   *
   * @param warning what the operator must know: it stands at the run, which ends as {@code warned},
   *     and at the source until a run ends without one; null if nothing
   */
  public void complete(PullClaim claim, @Nullable String warning) {
    complete(claim, warning, new Reach.Part("nobody said how far the run came", false));
  }

  /**
   * The same; what a whole list lacks is counted as missing.
   *
   * @param reach how much of its list the source has shown
   */
  public void complete(PullClaim claim, @Nullable String warning, Reach reach) {
    ends.complete(claim, warning, reach);
  }

  /**
   * The node stops in the middle of the run: what was committed stands, and the source is due at
   * once for whoever claims it, from there.
   */
  public void handOver(PullClaim claim) {
    ends.handOver(claim);
  }

  /**
   * The run broke off; what was committed stands, and the source is tried again or paused, as the
   * kind demands.
   */
  public void failed(PullClaim claim, PullFailure failure) {
    ends.failed(claim, failure);
  }
}
