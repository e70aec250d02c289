package io.shangda.hub.push;

import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way. Its lanes each send one request after the other; everything but {@link
 * #run()} happens on the channel's event loop. One sweep looks after the time limits of all lanes:
 * a timer for each request would cost more than it is worth.
 */
final class Sending {
  private static final long MOST_SWEEP_MILLIS = 250;
  private static final long LEAST_SWEEP_MILLIS = 10;
  private static final long SWEEPS_PER_LIMIT = 8;

  /** Of all answers of a batch, which are held until it is settled. */
  private static final long MOST_ANSWER_BYTES = 32 << 20;

  private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Channel channel;
  private final Departure departure;
  private final Halt halt;
  private final Claimed claimed;
  private final Pace pace;
  private final List<PushRequest> requests;
  private final AtomicReferenceArray<PushReply> replies;
  private final CountDownLatch open;
  private final Map<String, RequestOptions> addresses = new HashMap<>();
  private final Map<String, String> shown = new HashMap<>();
  private final @Nullable Call[] lanes;
  private int next;

  /** When the next request may start, by the monotonic clock. */
  private long slot;

  private int settled;
  private long sweep;
  private long answerBytes;

  Sending(
      Channel channel,
      Departure departure,
      Halt halt,
      Claimed claimed,
      List<PushRequest> requests) {
    this.channel = channel;
    this.departure = departure;
    this.halt = halt;
    this.claimed = claimed;
    this.pace = claimed.pace();
    this.slot = claimed.pace().firstNanos();
    this.requests = requests;
    this.replies = new AtomicReferenceArray<>(requests.size());
    this.open = new CountDownLatch(requests.size());
    this.lanes = new @Nullable Call[Math.min(channel.target().requestsAtOnce(), requests.size())];
  }

  /** Sends everything that can be sent in time, and gives every request its reply. */
  List<PushReply> run() {
    channel.context().runOnContext(nothing -> start());
    long limit = channel.target().requestLimit().toNanos();
    long wait = Math.max(0, claimed.deadlineNanos() - System.nanoTime()) + 2 * limit + MARGIN_NANOS;
    try {
      if (!open.await(wait, TimeUnit.NANOSECONDS)) {
        return replies("the hub's own event loop gave no answer in time");
      }
    } catch (InterruptedException e) {
      channel.context().runOnContext(nothing -> halt.stop());
      Thread.currentThread().interrupt();
      return replies("the hub is stopping");
    }
    return replies("");
  }

  private List<PushReply> replies(String otherwise) {
    List<PushReply> all = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      PushReply reply = replies.get(i);
      // Whether it left is not known here, so it must count as sent.
      all.add(reply == null ? new PushReply.Broken(true, otherwise) : reply);
    }
    return all;
  }

  private void start() {
    long limit = channel.target().requestLimit().toMillis();
    long every =
        Math.max(LEAST_SWEEP_MILLIS, Math.min(MOST_SWEEP_MILLIS, limit / SWEEPS_PER_LIMIT));
    sweep = channel.vertx().setPeriodic(every, timer -> sweep());
    for (int lane = 0; lane < lanes.length; lane++) {
      advance(lane);
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Call call : lanes) {
      if (call != null) {
        call.expire(now);
      }
    }
  }

  /** Starts the next request on a lane; what may not be started any more is settled as such. */
  private void advance(int lane) {
    lanes[lane] = null;
    while (next < requests.size()) {
      int index = next++;
      long wait = Pace.waitMillis(slot, System.nanoTime());
      if (over(index)) {
        put(index, new PushReply.NotStarted());
      } else if (wait > 0) {
        slot = pace.nextNanos(slot);
        channel.vertx().setTimer(wait, timer -> start(lane, index));
        return;
      } else {
        slot = pace.nextNanos(slot);
        start(lane, index);
        return;
      }
    }
  }

  /** Its turn has come; the target may have said meanwhile that it wants no more. */
  private void start(int lane, int index) {
    if (over(index)) {
      put(index, new PushReply.NotStarted());
      advance(lane);
    } else {
      slot = Math.max(slot, pace.nextNanos(System.nanoTime()));
      Call call = new Call(this, lane, index);
      lanes[lane] = call;
      call.start();
    }
  }

  /** Whether a request may not be started any more. */
  boolean over(int index) {
    return halt.now() || !claimed.mayStart(index, System.nanoTime());
  }

  /** Whether there is room for that much more of the batch's answers. */
  boolean takes(int bytes) {
    answerBytes += bytes;
    return answerBytes <= MOST_ANSWER_BYTES;
  }

  void settle(Call call, PushReply reply) {
    halt.heard(requests.get(call.index()), reply);
    put(call.index(), reply);
    advance(call.lane());
  }

  private void put(int index, PushReply reply) {
    replies.set(index, reply);
    settled++;
    if (settled == requests.size()) {
      channel.vertx().cancelTimer(sweep);
    }
    open.countDown();
  }

  Channel channel() {
    return channel;
  }

  Departure departure() {
    return departure;
  }

  PushRequest request(int index) {
    return requests.get(index);
  }

  String shown(int index) {
    return shown.computeIfAbsent(requests.get(index).path(), channel::shown);
  }

  RequestOptions address(int index) {
    return addresses.computeIfAbsent(requests.get(index).path(), channel::request);
  }
}
