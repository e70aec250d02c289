package io.shangda.hub.route;

import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Intake;
import io.shangda.hub.intake.PageOutcome;
import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.intake.Ready;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Received;
import io.shangda.hub.store.DataFolder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.support.SynchronizationAdapter;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of {@code pull-source}: a run's pages, one after the other. */
@Named("pulling")
@Singleton
public final class Pulling {
  private static final Logger LOG = LoggerFactory.getLogger(Pulling.class);
  private static final String RUN = "run";

  /** A longer page is committed before the next is asked for; in bytes. */
  private static final int MOST_AHEAD = 4 << 20;

  /** How long a source is left alone whose page took the memory. */
  private static final Duration ASIDE = Duration.ofMinutes(15);

  private final Pulls pulls;
  private final Intake intake;
  private final PageReader reader;
  private final CurrentConfig config;
  private final Clock clock;
  private final DataFolder folder;
  private final Semaphore slots;
  private final ExecutorService intakes;
  private final Set<PullClaim> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  @Inject
  Pulling(
      Pulls pulls,
      Intake intake,
      PageReader reader,
      CurrentConfig config,
      Clock clock,
      DataFolder folder,
      @ConfigProperty(name = "shangda.pull.slots", defaultValue = "8") int slots) {
    this.pulls = pulls;
    this.intake = intake;
    this.reader = reader;
    this.config = config;
    this.clock = clock;
    this.folder = folder;
    this.slots = new Semaphore(slots);
    this.intakes = Executors.newFixedThreadPool(slots, Pulling::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "intake");
    thread.setDaemon(true);
    return thread;
  }

  /** Keeps what is being pulled; to be called more often than a lease is long. */
  public void keep() {
    pulls.keep(underWay);
  }

  /**
   * Claims as many due sources as this node has free slots; none while the disk is full or the node
   * stops.
   */
  public List<PullClaim> claim() {
    pulls.pulse().looked(slots.availablePermits(), underWay.size());
    if (!folder.takes() || stopping) {
      return List.of();
    }
    int free = slots.drainPermits();
    List<PullClaim> claims = List.of();
    try {
      claims = pulls.claim(free);
      underWay.addAll(claims);
      return claims;
    } finally {
      slots.release(free - claims.size());
    }
  }

  /**
   * The node stops: no source is claimed any more, and a run under way ends behind the page it is
   * at, so that another node, or this one when it is back, goes on from there at once.
   */
  void stopping(@Observes CamelContextStoppingEvent event) {
    stopping = true;
    LOG.info(
        "Stopping: no source is claimed any more; {} pulls under way end behind the page they are"
            + " at",
        underWay.size());
  }

  /** Makes the run the exchange is about. */
  public void begin(Exchange exchange) throws PullFailure {
    PullClaim claim = exchange.getMessage().getBody(PullClaim.class);
    PullRun run = new PullRun(claim);
    exchange.setProperty(RUN, run);
    exchange.getExchangeExtension().addOnCompletion(new EndOfExchange(run));
    SourceConfig source = config.get().sources().get(claim.source());
    if (source == null) {
      throw new PullFailure(
          PullFailure.Kind.MISFIT,
          "the source is no longer configured; it is pulled no more",
          null,
          null);
    }
    exchange.setProperty(PullContract.SOURCE, source);
  }

  /** Asks for the next page: nothing of the page before stays in the exchange but the cursor. */
  public void ask(Exchange exchange) {
    pulls.pulse().moved();
    PullContract.ask(exchange, run(exchange).cursor());
  }

  /** Turns what the connector gave into a page of raw records; without a body there is none. */
  public void read(Exchange exchange) throws PullFailure {
    SourceConfig source = PullContract.source(exchange);
    Received received = received(exchange, clock.instant());
    run(exchange).notice(exchange.getProperty(PullContract.NOTICE, String.class));
    if (received == null) {
      String why = exchange.getProperty(PullContract.NOTHING, String.class);
      Page end = reader.nothing(source, run(exchange).cursor(), clock.instant(), why);
      if (end == null) {
        run(exchange).nothing();
      }
      exchange.getMessage().setBody(end);
      return;
    }
    exchange
        .getMessage()
        .setBody(reader.read(source, received.raw(), run(exchange).cursor(), received.told()));
  }

  /** What a connector gave, by its contract; null if it gave no page. */
  static @Nullable Received received(Exchange exchange, Instant at) throws PullFailure {
    PullContract.refuse(exchange);
    Message message = exchange.getMessage();
    byte[] content = message.getBody() == null ? null : message.getBody(byte[].class);
    if (content == null) {
      return null;
    }
    String type = PullContract.text(exchange, PullContract.CONTENT_TYPE);
    String place =
        Objects.requireNonNullElse(
            PullContract.text(exchange, PullContract.PLACE),
            PullContract.source(exchange).id().value());
    RawPage raw = new RawPage(content, Objects.requireNonNullElse(type, ""), place, at);
    return new Received(raw, PullContract.told(exchange, place));
  }

  /**
   * Begins to take the page in, in one transaction, once the page before is committed; meanwhile
   * the next page is asked for. The body becomes the targets that have something to send now.
   */
  public void takeIn(Exchange exchange) {
    Message message = exchange.getMessage();
    PullRun run = run(exchange);
    Page page = message.getBody() instanceof Page body ? body : null;
    Ready ready = page == null ? null : intake.ready(run.claim().source(), page);
    Set<TargetId> targets = new LinkedHashSet<>(run.committed());
    if (page != null && ready != null) {
      run.takes(page, CompletableFuture.supplyAsync(() -> commit(run, ready), intakes));
      if (page.reason() != null) {
        exchange.setProperty(PullContract.REASON, page.reason());
      }
      if (isAwaited(exchange, page)) {
        targets.addAll(run.committed());
      }
    }
    message.setBody(List.copyOf(targets));
  }

  private PullRun.Committed commit(PullRun run, Ready page) {
    PullClaim claim = run.claim();
    PageOutcome outcome = intake.takeIn(claim, page);
    return new PullRun.Committed(
        outcome.targets(),
        !stopping && folder.takes() && pulls.goesOn(claim),
        pulls.givesWay(claim, run.lasted()));
  }

  /** An effect at the source follows the commit, and two large pages do not fit side by side. */
  private static boolean isAwaited(Exchange exchange, Page page) {
    return PullContract.wantsHook(exchange) || page.raw().content().length > MOST_AHEAD;
  }

  /** The run is over. The body becomes the targets that its last page woke up. */
  public void end(Exchange exchange) {
    PullRun run = run(exchange);
    Set<TargetId> targets = new LinkedHashSet<>(run.committed());
    if (stopping && run.isCutShort()) {
      pulls.handOver(run.claim());
    } else if (run.failure() == null && run.gaveWay()) {
      pulls.giveWay(run.claim(), run.warning(), run.reach());
    } else if (run.failure() == null) {
      pulls.complete(run.claim(), run.warning(), run.reach());
      targets.addAll(intake.absences().withdrawDue(run.claim().source()));
    } else {
      pulls.failed(run.claim(), run.failure());
    }
    exchange.getMessage().setBody(List.copyOf(targets));
    free(run);
  }

  /** The run broke off. What was committed stands. */
  public void broken(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    exchange.getMessage().setBody(null); // what was too large is let go before anything else
    broken(exchange, run(exchange), cause);
  }

  private void broken(Exchange exchange, PullRun run, Exception cause) {
    try {
      run.committed();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    } finally {
      free(run);
    }
    pulls.failed(run.claim(), failure(exchange, cause));
  }

  private static PullFailure failure(Exchange exchange, Exception cause) {
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof OutOfMemoryError) {
        return tooMuch(exchange, cause);
      }
    }
    return cause instanceof PullFailure known
        ? known
        : new PullFailure(
            PullFailure.Kind.AWAY,
            "the hub could not finish the page (" + reason(cause) + "); it is asked for again",
            null,
            cause);
  }

  /** Names the page; where the connector can leave it out, the run goes on without it at once. */
  private static PullFailure tooMuch(Exchange exchange, Exception cause) {
    PullContract.Aside aside =
        exchange.getProperty(PullContract.SET_ASIDE, PullContract.Aside.class);
    String leftOut = aside == null ? null : aside.leaveOut();
    if (leftOut != null) {
      return new PullFailure(PullFailure.Kind.GARBLED, leftOut, null, cause);
    }
    String place = PullContract.text(exchange, PullContract.PLACE);
    return new PullFailure(
        PullFailure.Kind.GARBLED,
        "a page of the source%s did not fit into this node's memory and nothing of it is taken in; have the source give smaller pages, or lower 'max-page'; other sources go on"
            .formatted(place == null ? "" : " ('" + place + "')"),
        ASIDE,
        cause);
  }

  /** Whether or not its end can be stored: the lease of a run that is over is not kept. */
  private void free(PullRun run) {
    pulls.pulse().moved();
    if (underWay.remove(run.claim())) {
      slots.release();
    }
  }

  /**
   * Whichever way an exchange ends, its run ends with it: one that neither {@link #end} nor {@link
   * #broken} was told of would keep its lease and its slot until the node stops.
   */
  private final class EndOfExchange extends SynchronizationAdapter {
    private final PullRun run;

    EndOfExchange(PullRun run) {
      this.run = run;
    }

    /** The end of this exchange, not of the wishes that are made in it. */
    @Override
    public boolean allowHandover() {
      return false;
    }

    @Override
    public void onDone(Exchange exchange) {
      if (underWay.contains(run.claim())) {
        Exception cause = exchange.getException();
        broken(
            exchange, run, cause == null ? new IllegalStateException("its route was left") : cause);
      }
    }
  }

  @PreDestroy
  void stop() {
    intakes.shutdown();
  }

  /** Camel wraps what is no exception, such as a lack of memory. */
  private static Throwable reason(Throwable cause) {
    Throwable inner = cause.getCause();
    return cause instanceof CamelExecutionException && inner != null ? inner : cause;
  }

  private static PullRun run(Exchange exchange) {
    return exchange.getProperty(RUN, PullRun.class);
  }
}
