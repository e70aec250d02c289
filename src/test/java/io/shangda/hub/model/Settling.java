package io.shangda.hub.model;

import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was stored of a batch's answers, compared with what was answered. */
final class Settling {
  private final World world;
  private final Node.Send send;
  private final TargetId target;
  private final Platform platform;
  private final Map<Long, Look.Sent> stored = new TreeMap<>();

  Settling(World world, Node.Send send) {
    this.world = world;
    this.send = send;
    this.target = send.claimed.target().id();
    this.platform = world.platform(target);
  }

  void check() {
    world
        .look
        .sent(send.claimed.deliveries().stream().map(Delivery::id).toList())
        .forEach(one -> stored.put(one.id(), one));
    for (int i = 0; i < send.readings.size(); i++) {
      read(send.requests.get(i).deliveries(), send.readings.get(i));
    }
  }

  private void read(List<Delivery> deliveries, Reading reading) {
    if (reading instanceof Reading.Barred) {
      if (world.pausedTargets.add(target)) {
        world.probed.remove(target);
      }
    } else if (reading instanceof Reading.Fault fault && fault.retryAfter() != null) {
      Duration until = world.time.passed().plus(fault.retryAfter());
      world.waits.merge(target, until, (a, b) -> a.compareTo(b) > 0 ? a : b);
    } else if (reading instanceof Reading.Unknown) {
      Duration earliest = world.time.passed().plus(Setting.FIRST_WAIT.dividedBy(2));
      deliveries.forEach(d -> world.notBefore.put(d.key().text(), earliest));
    }
    List<Reading.Result> results =
        reading instanceof Reading.Results some ? some.results() : List.of();
    for (int i = 0; i < deliveries.size(); i++) {
      one(deliveries.get(i), i < results.size() ? results.get(i).word() : null);
    }
  }

  private void one(Delivery delivery, @org.jspecify.annotations.Nullable Word word) {
    Look.Sent found = stored.get(delivery.id());
    Model.Known known = world.model.known.get(Platform.name(delivery));
    if (found == null || known == null || known.hasBeenPurged) {
      return; // whatever was answered, it is closed
    }
    String key = delivery.key().text();
    boolean delivered = found.state().equals("delivered");
    boolean mayHave = platform.mayHave(key) || delivery.forgotten();
    boolean has = platform.answered(delivery) == Word.ACCEPTED;
    if (delivered && !has && !(word == Word.DUPLICATE && mayHave)) {
      throw new BrokenPromise(
          "P3", name(delivery) + " counts as delivered, but the platform never took it");
    }
    if (word == Word.DUPLICATE && delivery.isAfterRestore() && isInsert(delivery)) {
      if (!found.state().equals("batched")) {
        throw new BrokenPromise(
            "P3", name(delivery) + " may be there from before a restore, and is " + found.state());
      }
      platform.closed(delivery, word);
      return;
    }
    if (word != null && !expected(word, has || mayHave).contains(found.state())) {
      throw new BrokenPromise(
          "P3",
          "%s was answered %s and counts as %s".formatted(name(delivery), word, found.state()));
    }
    if (word == null && (found.state().equals("delivered") || found.state().equals("superseded"))) {
      throw new BrokenPromise(
          "P3", name(delivery) + " has no answer and counts as " + found.state());
    }
    if (word == null || word == Word.LATER) {
      return;
    }
    platform.closed(delivery, word);
    if (found.events() == 0) {
      throw new BrokenPromise(
          "P6", "no event tells that " + name(delivery) + " is " + found.state());
    }
  }

  private static boolean isInsert(Delivery delivery) {
    return delivery.operation() == Operation.INSERT;
  }

  private static List<String> expected(Word word, boolean mayHave) {
    return switch (word) {
      case ACCEPTED, PENDING -> List.of("delivered");
      case DUPLICATE -> List.of(mayHave ? "delivered" : "dead");
      case STALE -> List.of(mayHave ? "superseded" : "dead");
      case REJECTED -> List.of("dead");
      case LATER -> List.of("batched", "dead"); // dead after some
    };
  }

  private static String name(Delivery delivery) {
    return Platform.name(delivery) + " #" + Platform.content(delivery);
  }
}
