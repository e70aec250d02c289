package io.shangda.hub.model;

import io.shangda.hub.intake.LeaseLostException;
import io.shangda.hub.intake.PageOutcome;
import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.intake.Reach;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.route.SteppedPull;
import io.shangda.hub.source.HttpPull;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.PullFailure.Kind;
import io.shangda.hub.source.RunStart;
import io.shangda.hub.source.Told;
import io.shangda.hub.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What nodes do with sources: claim, page after page, end. */
final class Pulling {
  private static final int GOOD = 99;
  private static final int MOST_PAGES = 60;

  private final World world;

  Pulling(World world) {
    this.world = world;
  }

  void perform(Step step) {
    Node node = world.node(step);
    switch (step.kind()) {
      case BEGIN_PULL -> begin(node);
      case PAGE -> {
        List<Node.Pull> free = node.pulls.stream().filter(pull -> !pull.busy).toList();
        if (!free.isEmpty()) {
          page(node, free.get(step.b() % free.size()), step.c() % 24);
        }
      }
      default -> whole(node);
    }
  }

  /** One run from its claim to its end; false if nothing was due. */
  boolean whole(Node node) {
    Node.Pull pull = begin(node);
    if (pull == null) {
      return false;
    }
    for (int i = 0; node.pulls.contains(pull); i++) {
      if (i == MOST_PAGES) {
        throw new BrokenPromise("P2", "a run of " + pull.source() + " does not end");
      }
      page(node, pull, GOOD);
      if (node.wire.isDead()) {
        return true;
      }
    }
    return true;
  }

  private Node.@Nullable Pull begin(Node node) {
    Set<SourceId> paused = Set.copyOf(world.pausedSources);
    World.Did<List<PullClaim>> did = world.did(node, () -> node.runs.claim(1));
    List<PullClaim> claims = did.value();
    if (claims == null) {
      // what it has claimed without knowing it lapses
      if (did.stored()) {
        world.look.claimed().forEach(this::lost);
      }
      return null;
    }
    if (claims.isEmpty()) {
      return null;
    }
    PullClaim claim = claims.get(0);
    if (paused.contains(claim.source()) && world.pausedSources.contains(claim.source())) {
      throw new BrokenPromise("P5", claim.source() + " is pulled although it is paused");
    }
    world.pulling.put(claim.source(), claim);
    world.resumed.remove(claim.source());
    boolean start = RunStart.isAt(claim.cursor());
    Node.Pull pull = new Node.Pull(new SteppedPull(claim), start);
    node.pulls.add(pull);
    world.say(
        node + " begins to pull " + claim.source() + (start ? "" : " from " + claim.cursor()));
    return pull;
  }

  private void lost(SourceId source, long token) {
    PullClaim known = world.pulling.get(source);
    if (known == null || known.token() != token) {
      world.pulling.remove(source);
      world.resumed.remove(source);
    }
  }

  private boolean isNewest(PullClaim claim) {
    return claim.equals(world.pulling.get(claim.source()));
  }

  /**
   * @param how what is wrong with the answer
   */
  private void page(Node node, Node.Pull pull, int how) {
    LowerSystem lower = world.lower(pull.source());
    Model.Rules rules = world.model.rules;
    LowerSystem.Shown shown;
    Page page;
    try {
      HttpPull.Asked asked = node.http.ask(world.source(lower.id), pull.run.cursor());
      shown = answer(lower, asked, how);
      RawPage raw =
          new RawPage(shown.body(), "application/json", asked.place(), world.time.instant());
      page = node.reader.read(world.source(lower.id), raw, pull.run.cursor(), Told.NOTHING);
      world.say(node + " gets " + asked.query() + " of " + lower.id + ": " + shown.rows());
    } catch (PullFailure e) {
      fail(node, pull, e);
      return;
    }
    List<Model.Counts> counts = new ArrayList<>();
    LowerSystem.Shown rows = shown;
    pull.busy = true;
    node.wire.whenStored(() -> counts.add(taken(pull, page, rows, rules)));
    try {
      PageOutcome outcome = pull.run.take(page, node.intake, node.runs);
      compare(outcome, page.records().size(), counts.get(0));
    } catch (LeaseLostException e) {
      node.wire.notStored();
      world.say("  but it has lost the source");
      fail(node, pull, new PullFailure(Kind.AWAY, String.valueOf(e.getMessage()), null, e));
      return;
    } catch (StoreException e) {
      if (!node.wire.isDead() && !isNewest(pull.run.claim())) {
        node.wire.notStored();
        fail(node, pull, new PullFailure(Kind.AWAY, "another node is faster", null, e));
        return;
      }
      if (!node.wire.isDead() || counts.isEmpty()) {
        throw e;
      }
    } finally {
      pull.busy = false;
    }
    if (how < GOOD && isBad(how)) {
      pull.whole = false;
    }
    if (!node.wire.isDead() && !pull.run.isMore()) {
      end(node, pull, shown.last());
    }
  }

  private static boolean isBad(int how) {
    return how < 4;
  }

  private static LowerSystem.Shown answer(LowerSystem lower, HttpPull.Asked asked, int how)
      throws PullFailure {
    return switch (how) {
      case 0 -> throw new PullFailure(Kind.AWAY, "nobody answers", null, null);
      case 1 -> throw new PullFailure(Kind.BARRED, "HTTP 401", null, null);
      case 2 ->
          new LowerSystem.Shown("{\"data\":".getBytes(StandardCharsets.UTF_8), List.of(), false);
      case 3 -> {
        LowerSystem.Shown all = lower.answer(asked.query());
        byte[] cut = Arrays.copyOf(all.body(), all.body().length * 2 / 3);
        yield new LowerSystem.Shown(cut, all.rows(), false);
      }
      default -> lower.answer(asked.query());
    };
  }

  private Model.Counts taken(
      Node.Pull pull, Page page, LowerSystem.Shown shown, Model.Rules rules) {
    if (!isNewest(pull.run.claim())) {
      throw new BrokenPromise(
          "P2", "a page of " + pull.source() + " was stored by a claim that was taken over");
    }
    List<Row> rows = new ArrayList<>();
    int unreadable = 0;
    for (RawRecord record : page.records()) {
      if (record instanceof RawRecord.Readable readable) {
        long content = readable.content().path("content").asLong();
        rows.add(
            shown.rows().stream().filter(r -> r.content() == content).findFirst().orElseThrow());
      } else {
        unreadable++;
      }
    }
    Set<String> names = new HashSet<>();
    rows.forEach(row -> names.add(Model.name(pull.source(), row.step(), row.id())));
    pull.twice |= names.stream().anyMatch(pull.shown::contains);
    pull.shown.addAll(names);
    return world.model.take(
        pull.source(),
        rows,
        unreadable,
        rules,
        world.time.instant(),
        (one, row) ->
            world.look.made(
                one.name,
                one.stored.getOrDefault(row.state(), ""),
                row.content(),
                one.versions,
                pull.run.claim().run()));
  }

  private static void compare(PageOutcome outcome, int pulled, Model.Counts counts) {
    Model.Counts real =
        new Model.Counts(
            outcome.unreadable(),
            outcome.unchanged(),
            outcome.rejected(),
            outcome.held(),
            outcome.planned());
    if (outcome.pulled() != pulled || !real.equals(counts)) {
      throw new BrokenPromise("P1", "a page counts " + real + ", but should " + counts);
    }
  }

  private void end(Node node, Node.Pull pull, boolean last) {
    node.pulls.remove(pull);
    PullFailure failure = pull.run.failure();
    if (failure != null) {
      fail(node, pull, failure);
      return;
    }
    PullClaim claim = pull.run.claim();
    boolean newest = isNewest(claim);
    boolean stored =
        world.did(node, () -> node.runs.complete(claim, pull.run.warning(), pull.run.reach()));
    world.say("  and comes to the end of " + pull.source() + ": " + pull.run.reach());
    if (stored && newest && pull.whole && last && pull.source().equals(Setting.TOWN)) {
      for (Model.Known known : world.model.known.values()) {
        if (!known.source.equals(Setting.TOWN)) {
          continue;
        }
        if (pull.shown.contains(known.name)) {
          known.inWholeList |= pull.run.reach() instanceof Reach.Whole && !pull.twice;
        } else {
          known.lacking.add(world.time.passed());
        }
      }
    }
    if (!node.wire.isDead()) {
      node.intake.absences().withdrawDue(pull.source());
    }
  }

  private void fail(Node node, Node.Pull pull, PullFailure failure) {
    node.pulls.remove(pull);
    world.say("  " + node + " fails with " + pull.source() + ": " + failure.getMessage());
    boolean newest = isNewest(pull.run.claim());
    boolean stored = world.did(node, () -> node.runs.failed(pull.run.claim(), failure));
    boolean person = failure.kind() == Kind.BARRED || failure.kind() == Kind.MISFIT;
    if (stored && newest && person && !world.resumed.contains(pull.source())) {
      world.pausedSources.add(pull.source());
    }
  }
}
