package io.shangda.hub.push;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.RecordType;

/**
 * Whether the rest of a batch should still be sent. A target that is away or has asked for rest is
 * not shown the other 499 requests; nor is one that holds the type which is being sent.
 */
final class Halt {
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;

  private final TargetConfig target;
  private final ReplyReader reader;
  private final boolean told;
  private boolean now;
  private int faults;

  Halt(TargetConfig target, ReplyReader reader) {
    this.target = target;
    this.reader = reader;
    this.told = reader.looksInto(target);
  }

  boolean now() {
    return now;
  }

  /** Stops whatever was said. */
  void stop() {
    now = true;
  }

  void heard(PushRequest request, PushReply reply) {
    RecordType type = request.deliveries().get(0).record().type();
    for (Command command : CommandReader.read(target, reply)) {
      now |=
          command instanceof Command.PauseAll
              || command instanceof Command.Pause pause && pause.type().equals(type)
              || command instanceof Command.Stop stop && stop.type().equals(type);
    }
    if (!told
        && reply instanceof PushReply.Answered answered
        && answered.status() >= SUCCESS
        && answered.status() < REDIRECT) {
      faults = 0; // whatever it says about the record, the target is there
      return;
    }
    Reading reading = reader.read(target, request, reply);
    if (reading instanceof Reading.Barred) {
      now = true;
    } else if (reading instanceof Reading.Fault fault) {
      fault(fault.retryAfter() != null);
    } else if (reading instanceof Reading.Unknown unknown) {
      fault(!unknown.sent());
    } else {
      faults = 0;
    }
  }

  private void fault(boolean forAll) {
    faults++;
    now |= forAll || faults >= target.breaker().faults();
  }
}
