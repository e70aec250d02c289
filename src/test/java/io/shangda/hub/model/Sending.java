package io.shangda.hub.model;

import io.shangda.hub.delivery.Outcomes;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.push.Trip;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What nodes do with targets: claim, send, settle. */
final class Sending {
  /** Of an answer without anything wrong. */
  private static final int GOOD = 99;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ROUNDING = Duration.ofMillis(5);

  private final World world;
  private int claims;

  Sending(World world) {
    this.world = world;
  }

  /** Batches that were claimed so far. */
  int claims() {
    return claims;
  }

  void perform(Step step) {
    Node node = world.node(step);
    Platform platform = world.platforms.get(step.b() % world.platforms.size());
    switch (step.kind()) {
      case CLAIM -> claim(node, platform.id);
      case SEND -> {
        List<Node.Send> open = node.sends.stream().filter(send -> !send.isSent()).toList();
        if (!open.isEmpty()) {
          send(open.get(step.b() % open.size()), step.c() % 40);
        }
      }
      case SETTLE -> {
        if (!node.sends.isEmpty()) {
          settle(node, node.sends.get(step.b() % node.sends.size()));
        }
      }
      case DELIVER -> deliver(node, platform.id, step.c());
      case LAND -> land(platform);
      default -> {
        node.outbox.relay().sweep();
        world.say(node + " sweeps");
      }
    }
  }

  /** Claims, sends and settles; false if nothing is due. */
  boolean deliver(Node node, TargetId target, int how) {
    Node.Send send = claim(node, target);
    if (send == null) {
      return false;
    }
    for (int i = 0; !send.isSent(); i++) {
      send(send, how == GOOD ? GOOD : (how >> (3 * i)) % 40);
    }
    settle(node, send);
    return true;
  }

  Node.@Nullable Send claim(Node node, TargetId target) {
    String why = forbidden(target);
    Claimed claimed = null;
    try {
      claimed = node.outbox.claims().claim(target);
    } finally {
      if (node.wire.isDead()) {
        world.look.tokens().forEach(this::lost);
      }
    }
    if (claimed == null) {
      return null;
    }
    if (why != null && forbidden(target) != null) { // something may have come between
      throw new BrokenPromise("P5", target + " is sent to although it " + why);
    }
    if (world.pausedTargets.contains(target)) {
      world.probed.remove(target);
    }
    claims++;
    world.say(node + " claims batch " + claimed.batch() + " for " + target + " " + words(claimed));
    Platform platform = world.platform(target);
    if (world.unsettled.contains(claimed.batch())) {
      claimed.deliveries().forEach(platform::mayHave);
    }
    world.sending.put(claimed.batch(), claimed);
    world.unsettled.add(claimed.batch());
    claimed.deliveries().forEach(this::requireThatItMayLeave);
    Node.Send send = new Node.Send(claimed, world.time.passed(), requests(claimed));
    node.sends.add(send);
    return send;
  }

  private @Nullable String forbidden(TargetId target) {
    if (world.pausedTargets.contains(target)) {
      return world.probed.contains(target) ? null : "is paused";
    }
    boolean waits =
        world.waits.getOrDefault(target, Duration.ZERO).compareTo(world.time.passed()) > 0;
    return waits ? "asked to be left alone" : null;
  }

  private void lost(long batch, long token) {
    Claimed known = world.sending.get(batch);
    if (known != null && known.token() != token) {
      world.sending.remove(batch);
      world.unsettled.add(batch);
    } else if (known == null && token > 0) {
      world.unsettled.add(batch);
    }
  }

  private static String words(Claimed claimed) {
    List<String> words = new ArrayList<>();
    for (Delivery delivery : claimed.deliveries()) {
      words.add(
          delivery.operation().word()
              + " "
              + Platform.name(delivery)
              + " #"
              + Platform.content(delivery)
              + " version "
              + delivery.recordVersion());
    }
    return words + ", attempt " + claimed.attempt();
  }

  private void requireThatItMayLeave(Delivery delivery) {
    Model.Known known = world.model.known.get(Platform.name(delivery));
    boolean may =
        known != null
            && (delivery.operation() == Operation.WITHDRAW
                ? known.mayBeWithdrawn
                : known.mayLeave.contains(Platform.content(delivery)));
    if (!may) {
      throw new BrokenPromise(
          delivery.operation() == Operation.WITHDRAW ? "P8" : "P7",
          "%s #%d must not be sent as %s"
              .formatted(
                  Platform.name(delivery), Platform.content(delivery), delivery.operation()));
    }
    Duration earliest = world.notBefore.get(delivery.key().text());
    if (earliest != null && world.time.passed().plus(ROUNDING).compareTo(earliest) < 0) {
      throw new BrokenPromise(
          "P5", Platform.name(delivery) + " is sent again before its wait is over");
    }
  }

  private static List<PushRequest> requests(Claimed claimed) {
    List<PushRequest> requests = new ArrayList<>();
    int size = claimed.blueprint().request();
    List<Delivery> all = claimed.deliveries();
    for (int i = 0; i < all.size(); i += size) {
      List<Delivery> some = all.subList(i, Math.min(all.size(), i + size));
      List<String> keys = some.stream().map(d -> d.key().text()).toList();
      requests.add(
          new PushRequest("", Map.of("Content-Type", "application/json"), body(some), some, keys));
    }
    return requests;
  }

  private static byte[] body(List<Delivery> deliveries) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Delivery delivery : deliveries) {
      body.writeBytes((delivery.key().text() + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] payload = delivery.payload();
      if (payload != null) {
        body.writeBytes(payload);
      }
    }
    return body.toByteArray();
  }

  /** The next request of a batch leaves, if the second for that is not over. */
  private void send(Node.Send send, int how) {
    PushRequest request = send.requests.get(send.readings.size());
    if (world.time.passed().minus(send.at).compareTo(SECOND) > 0) {
      note(send, new Reading.Untouched(), new PushReply.NotStarted());
      return;
    }
    Platform platform = world.platform(send.claimed.target().id());
    request.deliveries().forEach(platform::leaves);
    Answer answer = new Answer(platform, request);
    Reading reading = answer.of(how);
    answer.inDoubt(reading).forEach(platform::mayHave);
    note(send, reading, reply(reading));
    world.say("  " + platform.id + " answers batch " + send.claimed.batch() + " with " + reading);
  }

  private static void note(Node.Send send, Reading reading, PushReply reply) {
    send.readings.add(reading);
    send.replies.add(reply);
  }

  private PushReply reply(Reading reading) {
    Trip trip = new Trip("POST http://above.test", world.time.instant(), 7, Map.of());
    if (reading instanceof Reading.Unknown unknown) {
      return new PushReply.Broken(unknown.sent(), unknown.message(), trip);
    }
    byte[] body = reading.toString().getBytes(StandardCharsets.UTF_8);
    return new PushReply.Answered(200, Map.of(), body, trip);
  }

  private void settle(Node node, Node.Send send) {
    node.sends.remove(send);
    while (!send.isSent()) {
      note(send, new Reading.Untouched(), new PushReply.NotStarted());
    }
    Claimed claimed = send.claimed;
    World.Did<Outcomes.Settled> did =
        world.did(
            node,
            () ->
                node.outbox.outcomes().settle(claimed, send.requests, send.readings, send.replies));
    boolean newest = claimed.equals(world.sending.get(claimed.batch()));
    boolean lost = did.value() == Outcomes.Settled.LEASE_LOST || (!newest && did.value() == null);
    world.say(
        node
            + " settles batch "
            + claimed.batch()
            + (did.stored() ? lost ? ", too late" : "" : ", in vain"));
    if (!did.stored() || lost) {
      return;
    }
    if (!newest) {
      throw new BrokenPromise(
          "P3", "batch " + claimed.batch() + " was settled by a claim that was taken over");
    }
    world.sending.remove(claimed.batch());
    world.unsettled.remove(claimed.batch());
    new Settling(world, send).check();
  }

  private void land(Platform platform) {
    if (!platform.underWay.isEmpty()) {
      Delivery late = platform.underWay.remove(0);
      Word word = platform.receive(late, true);
      world.say(
          "%s gets %s #%d at last: %s"
              .formatted(platform.id, Platform.name(late), Platform.content(late), word));
    }
  }
}
