package io.shangda.hub.model;

import io.shangda.hub.delivery.DeadLetters;
import io.shangda.hub.intake.AbsenceList;
import io.shangda.hub.intake.Absences;
import io.shangda.hub.intake.Content;
import io.shangda.hub.intake.Holds;
import io.shangda.hub.model.Model.Known;
import io.shangda.hub.model.Model.State;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.SourceId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What people do: operators of the hub, and the staff of the platforms. */
final class People {
  private static final long FROM_ELSEWHERE = -1;

  private final World world;

  People(World world) {
    this.world = world;
  }

  void perform(Step step) {
    Node node = world.node(step);
    SourceId source = world.lowers.get(step.b() % world.lowers.size()).id;
    Platform platform = world.platforms.get(step.b() % world.platforms.size());
    switch (step.kind()) {
      case PULL_NOW -> node.sources.pullNow(source, World.PERSON);
      case PAUSE_SOURCE -> pause(node, source);
      case RESUME_SOURCE -> resume(node, source);
      case PAUSE_TARGET -> pause(node, platform);
      case RESUME_TARGET -> resume(node, platform);
      case PROBE -> probe(node, platform);
      case REFUSE_AT_TARGET -> refuse(platform, step);
      case LOSE -> lose(platform, step);
      case HAVE_FROM_ELSEWHERE -> elsewhere(platform, step);
      case REPAIR -> repair(node, platform);
      case REPLAY -> replay(node, platform);
      case CLOSE -> close(node, platform);
      case RELEASE -> with(People::isHeld, step, known -> release(node, known));
      case REFUSE -> with(People::isHeld, step, known -> refuse(node, known));
      case PURGE -> with(known -> known.newest != null, step, known -> purge(node, known));
      case REPROCESS -> reprocess(node, source);
      case LET_GO -> letGo(node);
      case KEEP -> keep(node);
      case UNDO -> undo(node);
      case APPLY -> {
        world.apply(!world.model.rules.strict());
        world.say("a person applies another configuration: " + world.model.rules);
      }
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  private static boolean isHeld(Known known) {
    return known.state == State.HELD;
  }

  private void with(Predicate<Known> which, Step step, java.util.function.Consumer<Known> act) {
    List<Known> some = world.model.known.values().stream().filter(which).toList();
    if (!some.isEmpty()) {
      act.accept(some.get(step.b() % some.size()));
    }
  }

  private long id(Known known) {
    return Objects.requireNonNull(world.look.records().get(known.name)).id();
  }

  private void pause(Node node, SourceId source) {
    if (world.did(node, () -> node.sources.pause(source, World.PERSON))) {
      world.pausedSources.add(source);
      world.say("a person pauses " + source);
    }
  }

  void resume(Node node, SourceId source) {
    if (world.did(node, () -> node.sources.resume(source, World.PERSON))) {
      world.pausedSources.remove(source);
      world.resumed.add(source);
      world.say("a person resumes " + source);
    }
  }

  private void pause(Node node, Platform platform) {
    if (world.did(node, () -> node.outbox.targets().pause(platform.id, World.PERSON))) {
      world.pausedTargets.add(platform.id);
      world.probed.remove(platform.id);
      world.say("a person pauses " + platform.id);
    }
  }

  void resume(Node node, Platform platform) {
    if (world.did(node, () -> node.outbox.targets().resume(platform.id, World.PERSON))) {
      world.pausedTargets.remove(platform.id);
      world.probed.remove(platform.id);
      world.waits.remove(platform.id);
      world.say("a person resumes " + platform.id);
    }
  }

  private void probe(Node node, Platform platform) {
    World.Did<Boolean> did =
        world.did(node, () -> node.outbox.targets().probe(platform.id, World.PERSON));
    if (did.stored() && !Boolean.FALSE.equals(did.value())) {
      world.probed.add(platform.id);
      world.say("a person probes " + platform.id);
    }
  }

  private void refuse(Platform platform, Step step) {
    List<Known> all = List.copyOf(world.model.known.values());
    if (step.c() % 3 == 0) {
      platform.refuses.clear();
      world.say(platform.id + " refuses nothing any more");
    } else if (!all.isEmpty()) {
      String name = all.get(step.c() % all.size()).name;
      platform.refuses.add(name);
      world.say(platform.id + " refuses " + name);
    }
  }

  private void lose(Platform platform, Step step) {
    List<String> all = List.copyOf(platform.has.keySet());
    if (!all.isEmpty()) {
      String name = all.get(step.c() % all.size());
      platform.has.remove(name);
      platform.doubtful.add(name);
      world.say(platform.id + " loses " + name);
    }
  }

  private void elsewhere(Platform platform, Step step) {
    String name =
        Model.name(
            world.lowers.get(step.a() % world.lowers.size()).id,
            step.c() % 2 == 0,
            Below.key(step.c() % 2 == 0, step.c() / 2));
    if (platform.has.putIfAbsent(name, FROM_ELSEWHERE) == null) {
      platform.doubtful.add(name);
      world.say(platform.id + " has " + name + " from elsewhere");
    }
  }

  /** Compares what a platform has of what is in doubt, and sends again what it lacks. */
  void repair(Node node, Platform platform) {
    platform.has.values().removeIf(content -> content == FROM_ELSEWHERE);
    Map<Long, Operation> wanted = new LinkedHashMap<>();
    for (Look.Accepted one : world.look.accepted()) {
      if (one.target().equals(platform.id.value()) && platform.doubtful.contains(one.name())) {
        Operation operation = lacking(one, platform);
        if (operation == null) {
          platform.doubtful.remove(one.name());
        } else {
          wanted.put(one.record(), operation);
        }
      }
    }
    removeUnknown(platform);
    if (!wanted.isEmpty()) {
      world.say("a person has " + platform.id + " repaired: " + wanted);
      node.outbox.repair().resend(world.target(platform.id), wanted, World.PERSON);
    }
  }

  /** What it has in doubt and the hub knows nothing of, its staff takes away. */
  private void removeUnknown(Platform platform) {
    Set<String> known = new HashSet<>();
    world.look.accepted().stream()
        .filter(one -> one.target().equals(platform.id.value()))
        .forEach(one -> known.add(one.name()));
    world.look.open().stream()
        .filter(one -> one.target().equals(platform.id.value()))
        .forEach(one -> known.add(one.name()));
    platform
        .has
        .keySet()
        .removeIf(name -> platform.doubtful.contains(name) && !known.contains(name));
    platform.doubtful.removeIf(name -> !known.contains(name) && !platform.has.containsKey(name));
  }

  /** What the platform must be asked to have what it accepted last; null: it has just that. */
  private static @Nullable Operation lacking(Look.Accepted last, Platform platform) {
    Long has = platform.has.get(last.name());
    if (last.operation().equals(Operation.WITHDRAW.word())) {
      return has == null ? null : Operation.WITHDRAW;
    }
    if (has == null && last.content() == 0) {
      platform.has.put(last.name(), 0L); // erased here, it can only be put back there
      return null;
    }
    if (has == null) {
      return Operation.INSERT;
    }
    return last.content() == 0 || has == last.content() ? null : Operation.UPDATE;
  }

  private static DeadLetters.Filter of(Platform platform) {
    return new DeadLetters.Filter(null, null, platform.id.value(), null, null, null);
  }

  void replay(Node node, Platform platform) {
    DeadLetters.Outcome outcome =
        node.outbox.deadLetters().replay(of(platform), false, World.PERSON);
    if (outcome.found() > 0) {
      world.say("a person replays " + outcome.examples());
    }
  }

  private void close(Node node, Platform platform) {
    for (Look.Open open : world.look.open()) {
      if (open.state().equals("dead") && open.target().equals(platform.id.value())) {
        Known known = Objects.requireNonNull(world.model.known.get(open.name()));
        world.givenUp.put(platform.id + " " + open.name(), known.hash);
      }
    }
    DeadLetters.Outcome outcome =
        node.outbox.deadLetters().close(of(platform), false, World.PERSON);
    if (outcome.found() > 0) {
      world.say("a person closes " + outcome.examples());
    }
  }

  void release(Node node, Known known) {
    long id = id(known);
    World.Did<Holds.Outcome> did = world.did(node, () -> node.holds.release(id, World.PERSON));
    boolean secret = known.newest != null && known.newest.flaw() == Row.Flaw.SECRET;
    boolean done = did.value() == null ? !secret : did.value().done() == 1;
    if (did.stored() && done && known.state == State.HELD) {
      if (secret) {
        throw new BrokenPromise("P7", known + " bears a secret mark and is released");
      }
      world.model.release(known);
      world.say("a person releases " + known.name);
    }
  }

  private void refuse(Node node, Known known) {
    long id = id(known);
    World.Did<Holds.Outcome> did = world.did(node, () -> node.holds.refuse(id, World.PERSON));
    boolean done = did.value() == null || did.value().done() == 1;
    if (did.stored() && done && known.state == State.HELD) {
      world.model.refuse(known);
      world.say("a person refuses " + known.name);
    }
  }

  private void purge(Node node, Known known) {
    long id = id(known);
    Set<Long> shown = new HashSet<>();
    node.wire.whenStored(
        () -> {
          shown.addAll(known.shown);
          world.model.purge(known);
          world.say("a person has " + known.name + " erased");
        });
    node.content.purge(id, World.PERSON);
    known.erased.addAll(shown); // cut off on its way it is done again
  }

  private void reprocess(Node node, SourceId source) {
    world.say("a person has " + source + " reprocessed");
    node.content.reprocess(
        new Content.Filter(source.value(), null, null, null, null, null), World.PERSON);
  }

  private AbsenceList.Preview due(Node node) {
    return node.intake.absences().preview(Setting.TOWN, "due", null, 100);
  }

  /** Lets go what waits for a person; false if nothing does. */
  boolean letGo(Node node) {
    AbsenceList.Preview due = due(node);
    if (due.token().isEmpty()) {
      return false;
    }
    known(due).forEach(known -> known.letGo = true);
    try {
      node.intake.absences().release(Setting.TOWN, due.token(), World.PERSON);
      world.say("a person lets go " + known(due));
    } catch (Absences.ChangedSinceException e) {
      world.say("a person would let go what has changed since");
    }
    return true;
  }

  private List<Known> known(AbsenceList.Preview due) {
    return due.items().stream()
        .map(item -> Setting.TOWN + " " + item.type() + " " + item.key())
        .map(name -> Objects.requireNonNull(world.model.known.get(name)))
        .toList();
  }

  private void keep(Node node) {
    AbsenceList.Preview due = due(node);
    if (!due.token().isEmpty()) {
      try {
        if (world
            .did(
                node,
                () ->
                    node.intake
                        .absences()
                        .keep(Setting.TOWN, due.token(), List.<Long>of(), World.PERSON))
            .stored()) {
          known(due).forEach(known -> known.lacking.clear());
          world.say("a person keeps " + known(due));
        }
      } catch (Absences.ChangedSinceException e) {
        world.say("a person would keep what has changed since");
      }
    }
  }

  private void undo(Node node) {
    @Nullable Long run =
        world
            .look
            .texts("select distinct run from absence where state = 'withdrawn' order by run")
            .stream()
            .map(Long::valueOf)
            .findFirst()
            .orElse(null);
    if (run != null) {
      world.say("a person undoes the withdrawals of run " + run);
      node.intake.absences().undo(Setting.TOWN, run, World.PERSON);
    }
  }
}
