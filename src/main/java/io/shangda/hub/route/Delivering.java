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
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of the relay and of {@code push-<target>}. */
@Named("delivering")
@Singleton
public final class Delivering {
  private static final Logger LOG = LoggerFactory.getLogger(Delivering.class);
  private static final String CLAIMED = "claimed";
  private static final String UNRENDERED = "unrendered";

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

  /** Claims the oldest due batch of the target; without one the body is empty. */
  public void claim(Exchange exchange, @Header("ShangdaTarget") String target) {
    Claimed claimed = outbox.claims().claim(new TargetId(target));
    exchange.getMessage().setBody(claimed);
    if (claimed != null) {
      exchange.setProperty(CLAIMED, claimed);
      exchange.setProperty("target", claimed.target());
      exchange.setProperty("connector", claimed.target().connector());
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
    List<PushRequest> requests = new ArrayList<>(requests(exchange));
    List<?> answers = exchange.getMessage().getBody(List.class);
    List<Reading> readings = new ArrayList<>();
    List<PushReply> replied = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      PushReply reply =
          i < answers.size() && answers.get(i) instanceof PushReply known
              ? known
              : new PushReply.Broken(true, "the connector gave no reply to this request");
      replied.add(reply);
      readings.add(replies.read(claimed.target(), requests.get(i), reply));
    }
    Map<PushRequest, Reading> aside = unrendered(exchange);
    requests.addAll(aside.keySet());
    readings.addAll(aside.values());
    List<Command> commands = CommandReader.read(claimed.target(), replied);
    Outcomes.Settled settled =
        outbox.outcomes().settle(claimed, requests, readings, replied, commands);
    if (settled == Outcomes.Settled.LEASE_LOST) {
      LOG.info(
          "Batch {} for target '{}' was taken over by another claim; its outcome here is not stored and the same"
              + " requests go out again under the same keys",
          claimed.batch(),
          claimed.target().id());
    }
    boolean done = settled == Outcomes.Settled.DONE;
    exchange.getMessage().setBody(done ? null : claimed.target().id());
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
  private static List<PushRequest> requests(Exchange exchange) {
    return (List<PushRequest>) exchange.getProperty("requests", List.class);
  }

  @SuppressWarnings("unchecked") // set by render
  private static Map<PushRequest, Reading> unrendered(Exchange exchange) {
    return (Map<PushRequest, Reading>) exchange.getProperty(UNRENDERED, Map.class);
  }
}
