package io.shangda.hub.route;

import io.shangda.hub.delivery.Outbox;
import io.shangda.hub.delivery.Outcomes;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Command;
import io.shangda.hub.push.CommandReader;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.push.RenderFailure;
import io.shangda.hub.push.Renderer;
import io.shangda.hub.push.ReplyReader;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.StoreException;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.jms.JmsConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of the relay and of {@code push-<target>}. */
@Named("delivering")
@Singleton
public final class Delivering {
  private static final Logger LOG = LoggerFactory.getLogger(Delivering.class);
  private static final String CLAIMED = "claimed";
  private static final String REPLIED = "replied";
  private static final String UNRENDERED = "unrendered";

  /** Exchange property: the id of the target that a hint's queue is for. */
  private static final String HINTED = "hinted";

  private final Outbox outbox;
  private final Renderer renderer;
  private final ReplyReader replies;
  private final AtomicBoolean sweeping = new AtomicBoolean();

  @Inject
  Delivering(Outbox outbox, Renderer renderer, ReplyReader replies) {
    this.outbox = outbox;
    this.renderer = renderer;
    this.replies = replies;
  }

  /** Targets that have something due. */
  public List<TargetId> hints() {
    return outbox.relay().hints();
  }

  /** Addresses a hint to the queue of the target in the body. */
  public void address(Exchange exchange) throws InvalidPayloadException {
    TargetId target = exchange.getMessage().getMandatoryBody(TargetId.class);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(JmsConstants.JMS_DESTINATION_NAME, "deliver." + target);
    exchange.getMessage().setBody("hint");
  }

  /** Repairs missed wake-ups; one at a time on a node. */
  public void sweep() {
    if (sweeping.compareAndSet(false, true)) {
      try {
        outbox.relay().sweep();
      } finally {
        sweeping.set(false);
      }
    }
  }

  /**
   * Claims the oldest due batch of the target whose route this is; without one the body is empty.
   * Whoever can write to the queue says no more than that somebody should look.
   */
  public void claim(Exchange exchange) {
    TargetId target = new TargetId(exchange.getProperty(HINTED, String.class));
    exchange.getMessage().removeHeaders("*");
    Claimed claimed = outbox.claims().claim(target);
    exchange.getMessage().setBody(claimed);
    if (claimed != null) {
      exchange.setProperty(CLAIMED, claimed);
      exchange.setProperty("target", claimed.target());
    }
  }

  /** Makes the requests; what can never be rendered is set aside, the rest goes out. */
  public void render(Exchange exchange) {
    Claimed claimed = exchange.getProperty(CLAIMED, Claimed.class);
    List<Delivery> rest = new ArrayList<>(claimed.deliveries());
    List<PushRequest> requests = null;
    List<RenderFailure> failures = new ArrayList<>();
    List<Delivery> broken = new ArrayList<>();
    while (requests == null) {
      try {
        requests = renderer.render(claimed.with(rest));
      } catch (RenderFailure e) {
        failures.add(e);
        rest.stream().filter(d -> d.id() == e.delivery()).forEach(broken::add);
        if (!rest.removeIf(d -> d.id() == e.delivery())) {
          throw e;
        }
      }
    }
    exchange.setProperty(UNRENDERED, unrendered(broken, failures));
    exchange.setProperty("requests", requests);
    exchange.setProperty(CLAIMED, outbox.claims().inTime(claimed, requests.size()));
    exchange.getMessage().setBody(requests);
  }

  /**
   * Reads the replies and stores what they mean. The body becomes the target if there is a next
   * batch to hint at, else null.
   */
  public void settle(Exchange exchange) {
    Claimed claimed = exchange.getProperty(CLAIMED, Claimed.class);
    List<PushRequest> requests = new ArrayList<>(Objects.requireNonNull(requests(exchange)));
    List<PushReply> replied = replied(exchange, requests.size());
    exchange.setProperty(REPLIED, replied);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      readings.add(replies.read(claimed.target(), requests.get(i), replied.get(i)));
    }
    Map<PushRequest, Reading> aside = unrendered(exchange);
    requests.addAll(aside.keySet());
    readings.addAll(aside.values());
    List<Command> commands = CommandReader.read(claimed.target(), replied);
    exchange.removeProperty(CLAIMED); // whatever becomes of it now, it is given back there
    Outcomes.Settled settled =
        outbox.outcomes().settle(claimed, requests, readings, replied, commands);
    if (settled == Outcomes.Settled.LEASE_LOST) {
      LOG.info(
          "Batch {} for target '{}' was taken over by another claim; its outcome here is not stored"
              + " and the same requests go out again under the same keys",
          claimed.batch(),
          claimed.target().id());
    }
    boolean done = settled == Outcomes.Settled.DONE;
    exchange.getMessage().setBody(done ? null : claimed.target().id());
  }

  private static List<PushReply> replied(Exchange exchange, int requests) {
    List<?> answers = exchange.getMessage().getBody(List.class);
    List<PushReply> replied = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      replied.add(
          answers != null && i < answers.size() && answers.get(i) instanceof PushReply known
              ? known
              : new PushReply.Broken(true, "the connector gave no reply to this request"));
    }
    return replied;
  }

  /**
   * A step after the claim failed: what was claimed is given back, to go out again after a wait. If
   * its requests were made, they may have left.
   */
  public void giveBack(Exchange exchange) {
    Claimed claimed = exchange.getProperty(CLAIMED, Claimed.class);
    if (claimed == null) {
      return;
    }
    List<PushRequest> made = requests(exchange);
    List<?> replied = exchange.getProperty(REPLIED, List.of(), List.class);
    try {
      outbox
          .outcomes()
          .unsettled(
              claimed,
              made == null ? List.of() : made,
              replied.stream().map(PushReply.class::cast).toList(),
              exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    } catch (StoreException e) {
      LOG.warn(
          "Batch {} for target '{}' could not be given back ({}); it goes out again when its lease"
              + " is over",
          claimed.batch(),
          claimed.target().id(),
          e.getMessage());
    }
  }

  private static Map<PushRequest, Reading> unrendered(
      List<Delivery> broken, List<RenderFailure> failures) {
    Map<PushRequest, Reading> aside = new java.util.LinkedHashMap<>();
    for (int i = 0; i < broken.size(); i++) {
      String message = String.valueOf(failures.get(i).getMessage());
      aside.put(
          new PushRequest("", Map.of(), new byte[0], List.of(broken.get(i)), List.of("")),
          new Reading.Unmade(message));
    }
    return aside;
  }

  @SuppressWarnings("unchecked") // set by render
  private static @Nullable List<PushRequest> requests(Exchange exchange) {
    return (List<PushRequest>) exchange.getProperty("requests", List.class);
  }

  @SuppressWarnings("unchecked") // set by render
  private static Map<PushRequest, Reading> unrendered(Exchange exchange) {
    return (Map<PushRequest, Reading>) exchange.getProperty(UNRENDERED, Map.class);
  }
}
