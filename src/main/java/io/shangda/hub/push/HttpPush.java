package io.shangda.hub.push;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.TargetId;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the requests of a batch over HTTP/1.1, at most {@link TargetConfig#concurrency()} under way
 * at once for all batches of a target on this node, over kept connections, evenly over the second
 * where the target has a rate ({@link Pace}).
 *
 * <p>No request is started after the claim's deadline, nor after the target said that it wants none
 * ({@code Retry-After}, not let in, no connection, or {@link TargetConfig.Breaker#faults()} faults
 * in a row): the rest is {@link PushReply.NotStarted}. Redirects are not followed; an answer over 1
 * MB is not read.
 *
 * <p>Options: see {@link HttpOptions}.
 */
public final class HttpPush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPush.class);

  private final Vertx vertx;
  private final UnaryOperator<String> secrets;
  private final ReplyReader reader;
  private final InstantSource clock;
  private final SealNews seals;
  private final Map<TargetId, Channel> channels = new ConcurrentHashMap<>();

  /** What is missing, so that it is said at the first try and not at every one. */
  private final Map<TargetId, String> missing = new ConcurrentHashMap<>();

  /**
   * @param secrets turns a text with references to secrets into the text with the secrets
   */
  public HttpPush(
      Vertx vertx, UnaryOperator<String> secrets, ReplyReader reader, InstantSource clock) {
    this(vertx, secrets, reader, clock, SealNews.NONE);
  }

  /**
   * @param seals what targets are told of the evidence
   */
  public HttpPush(
      Vertx vertx,
      UnaryOperator<String> secrets,
      ReplyReader reader,
      InstantSource clock,
      SealNews seals) {
    this.seals = seals;
    this.vertx = vertx;
    this.secrets = secrets;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * Sends, and waits for the answers: at most until the deadline plus the target's request limit.
   * Not to be called on an event loop.
   *
   * @param target as configured now: where and how to send
   * @return one reply per request, in their order
   */
  public List<PushReply> send(TargetConfig target, Claimed claimed, List<PushRequest> requests) {
    if (requests.isEmpty()) {
      return List.of();
    }
    Channel channel = enter(target);
    try {
      String seal = seals.newest();
      Departure departure = departure(target, channel).telling(seal);
      missing.remove(target.id());
      Halt halt = new Halt(target, reader);
      List<PushReply> replies = new Sending(channel, departure, halt, claimed, requests).run();
      told(target, seal, replies);
      return replies;
    } catch (SecretMissing e) {
      // Nothing has left: the batch is kept, the target is at fault until a person mends it.
      if (!e.getMessage().equals(missing.put(target.id(), e.getMessage()))) {
        LOG.warn(
            "{}. Its deliveries wait in the database and are tried again; they go out when that is mended.",
            e.getMessage());
      }
      return Collections.nCopies(requests.size(), new PushReply.Broken(false, e.getMessage()));
    } finally {
      channel.leave();
    }
  }

  private void told(TargetConfig target, String seal, List<PushReply> replies) {
    if (seal.isEmpty()) {
      return;
    }
    for (PushReply reply : replies) {
      if (reply instanceof PushReply.Answered answered && answered.status() / 100 == 2) {
        String date = answered.headers().getOrDefault("date", "");
        seals.answered(target.id().value(), seal, date);
        return;
      }
    }
  }

  /** Ends all connections. */
  @Override
  public void close() {
    channels.values().forEach(Channel::retire);
    channels.clear();
  }

  private Channel enter(TargetConfig target) {
    Channel entered =
        channels.compute(
            target.id(),
            (id, channel) -> {
              if (channel == null || !channel.serves(target)) {
                Channel fresh = new Channel(vertx, target);
                if (channel != null) {
                  channel.retire();
                }
                channel = fresh;
              }
              channel.enter();
              return channel;
            });
    return entered;
  }

  private Departure departure(TargetConfig target, Channel channel) {
    try {
      return Departure.of(channel.options(), target.zone(), secrets, clock);
    } catch (RuntimeException e) {
      throw new SecretMissing(
          "Target '" + target.id() + "': nothing was sent, for " + e.getMessage(), e);
    }
  }

  private static final class SecretMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretMissing(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
