package io.shangda.hub.model;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.seal.SealKey;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.delivery.Outbox;
import io.shangda.hub.delivery.SteppedOutbox;
import io.shangda.hub.intake.Content;
import io.shangda.hub.intake.Holds;
import io.shangda.hub.intake.Intake;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.intake.SourcePlans;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.retention.Pruning;
import io.shangda.hub.route.SteppedPull;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.SourceControl;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.SteppedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A node of the hub: what it is made of, what it is at, and the wire to its database. */
final class Node {
  static final SealKey KEY = SealKeys.make();

  final String name;
  final Wire wire;
  final List<Pull> pulls = new ArrayList<>();
  final List<Send> sends = new ArrayList<>();
  final FormatPageReader reader = new FormatPageReader();
  final HttpPull http;
  private final CurrentConfig config;
  private final Time time;
  private final boolean keepsClock;
  private int starts;
  Database database;
  Outbox outbox;
  Intake intake;
  Pulls runs;
  Holds holds;
  Content content;
  SourceControl sources;
  Pruning pruning;
  Sealer sealer;

  /** A run of a source that is under way here. */
  static final class Pull {
    final SteppedPull run;
    final Set<String> shown = new HashSet<>();
    boolean whole;

    /** A record was shown on two pages: such a list proves nothing. */
    boolean twice;

    /** A page is being taken in: the next comes after it. */
    boolean busy;

    /**
     * @param whole it began at the start; true until something of the list was not shown
     */
    Pull(SteppedPull run, boolean whole) {
      this.run = run;
      this.whole = whole;
    }

    SourceId source() {
      return run.claim().source();
    }
  }

  /** A batch that is being sent here. */
  static final class Send {
    final Claimed claimed;
    final Duration at;
    final List<PushRequest> requests;
    final List<Reading> readings = new ArrayList<>();
    final List<PushReply> replies = new ArrayList<>();

    /**
     * @param at when it was claimed, by the clock that is never set
     */
    Send(Claimed claimed, Duration at, List<PushRequest> requests) {
      this.claimed = claimed;
      this.at = at;
      this.requests = requests;
    }

    boolean isSent() {
      return readings.size() == requests.size();
    }
  }

  /**
   * @param keepsClock it notices first that the clock was set
   */
  Node(String name, Wire wire, CurrentConfig config, Time time, boolean keepsClock) {
    this.name = name;
    this.wire = wire;
    this.config = config;
    this.time = time;
    this.keepsClock = keepsClock;
    this.http = new HttpPull(time, text -> text);
    start();
  }

  /** It is started anew; of what it was at it knows nothing. */
  void start() {
    wire.revive();
    pulls.clear();
    sends.clear();
    database =
        keepsClock
            ? SteppedDatabase.of(wire.source(), time, time::nanos)
            : SteppedDatabase.following(wire.source());
    AuditLog audit = new AuditLog(database, time);
    outbox = SteppedOutbox.create(database, config, time, name, new SplittableRandom(starts++));
    SourcePlans plans = new SourcePlans(config, new Setting.Rules());
    intake = new Intake(database, plans, outbox.planner(), audit, time);
    runs = new Pulls(database, config, audit, name);
    holds = new Holds(database, plans, outbox.planner(), audit, time);
    content = new Content(database, plans, reader, intake, audit);
    sources = new SourceControl(database, audit);
    pruning = new Pruning(database, config, audit);
    sealer = new Sealer(database, audit, KEY, name, time);
    runs.register();
  }

  @Override
  public String toString() {
    return name;
  }
}
