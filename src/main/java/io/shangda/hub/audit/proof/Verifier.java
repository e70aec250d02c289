package io.shangda.hub.audit.proof;

import io.shangda.hub.audit.proof.Damage.Kind;
import io.shangda.hub.audit.proof.Damage.Spot;
import io.shangda.hub.audit.seal.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks through evidence once, from the first seal to the newest, and tells every damage where it
 * is. In memory it keeps one leaf's hashes, one seal's, and one bit per number.
 */
public final class Verifier {
  private final Evidence evidence;
  private final Consumer<Damage> found;
  private final Peek<SealRow> seals;
  private final Peek<LeafRow> leaves;
  private final Peek<EventRow> events;
  private final Trust trust;
  private final ArchiveMark archive;
  private final ExchangeCheck exchanges;
  private final Anchors anchors;
  private final Seen seen = new Seen();
  private final Tally tally = new Tally();

  /**
   * @param outside anchors that were kept elsewhere
   * @param keys ids of keys that are known from elsewhere
   * @param found told every damage at once
   */
  public Verifier(
      Evidence evidence, List<Anchor> outside, Set<String> keys, Consumer<Damage> found) {
    this.evidence = evidence;
    this.found =
        damage -> {
          tally.damages++;
          found.accept(damage);
        };
    this.seals = new Peek<>(evidence.seals());
    this.leaves = new Peek<>(evidence.leaves());
    this.events = new Peek<>(evidence.events());
    this.trust = new Trust(evidence.keys(), keys, this.found);
    this.exchanges = new ExchangeCheck(evidence.exchanges(), this.found);
    this.archive = new ArchiveMark(evidence.begin());
    List<Anchor> all = new ArrayList<>(evidence.anchors());
    all.addAll(outside);
    this.anchors = new Anchors(all, this.found);
  }

  private static final class Tally {
    long damages;
    long seals;
    long leaves;
    long events;
  }

  /**
   * What was checked.
   *
   * @param newest hash of the newest seal; empty if there is none
   * @param keys ids of the keys it was signed with; to be compared with what the site noted
   * @param anchors that were compared
   * @param exchanges what was sent or answered, compared byte by byte with its sealed hash
   * @param exchangesGone of which only the hash is kept
   */
  public record Summary(
      long damages,
      long seals,
      long leaves,
      long events,
      String newest,
      Set<String> keys,
      int anchors,
      long exchanges,
      long exchangesGone) {}

  public Summary run() {
    Evidence.Begin begin = evidence.begin();
    String hash = begin.hash();
    long last = begin.seal();
    for (SealRow row = seals.look(); row != null; row = seals.look()) {
      seals.take();
      if (row.number() <= last) {
        tell(
            Kind.SEAL_CHANGED,
            Spot.seal(row.number()),
            "封印编号重复或顺序颠倒。",
            "Its number comes a second time or behind a later one.");
        continue;
      }
      missing(last + 1, row.number() - 1);
      boolean follows = row.number() == last + 1;
      seal(row, follows ? hash : null);
      hash = row.hash();
      last = row.number();
    }
    strayBefore(Long.MAX_VALUE, 0);
    end(last, hash);
    archive.end(found);
    evidence.ownDamage(found);
    return new Summary(
        tally.damages,
        tally.seals,
        tally.leaves,
        tally.events,
        hash,
        trust.used(),
        anchors.size(),
        exchanges.compared(),
        exchanges.gone());
  }

  private void missing(long from, long to) {
    if (from > to) {
      return;
    }
    found.accept(
        new Damage(
            Kind.SEAL_MISSING,
            from == to ? "seal " + from : "seals " + from + " to " + to,
            "封印缺失。",
            "Missing, though a later one is there."));
  }

  private void end(long last, String hash) {
    Evidence.Newest newest = evidence.newest();
    anchors.end(last);
    if (newest.seal() > last) {
      found.accept(
          new Damage(
              Kind.TAIL_CUT,
              "seals " + (last + 1) + " to " + newest.seal(),
              "链的末尾被截断。",
              "The end of the chain was cut off: the newest seal is said to be %d."
                  .formatted(newest.seal())));
    } else if (newest.seal() < last || !newest.hash().equals(hash)) {
      tell(
          Kind.CHAIN_BROKEN,
          Spot.seal(last),
          "最新封印与链记录（封印 " + newest.seal() + "）不符。",
          "The chain says that its newest seal is %d with hash %s."
              .formatted(newest.seal(), newest.hash()));
    }
  }

  private void seal(SealRow row, @Nullable String previous) {
    tally.seals++;
    strayBefore(row.number(), 0);
    SealCheck check = new SealCheck(row, found);
    while (of(leaves.look(), row.number())) {
      leaf(leaves.take(), check);
    }
    strayEvents(row.number() + 1, 0);
    Seal seal = check.end(previous);
    if (seal != null) {
      trust.check(row, seal);
    }
    anchors.compare(row.number(), row.hash());
  }

  private static boolean of(@Nullable LeafRow leaf, long seal) {
    return leaf != null && leaf.seal() <= seal;
  }

  private void leaf(LeafRow leaf, SealCheck seal) {
    tally.leaves++;
    if (!seen.first(leaf.leaf())) {
      tell(Kind.LEAF_TWICE, Spot.leaf(leaf), "此叶被封存了两次。", "It is sealed a second time.");
    }
    strayEvents(leaf.seal(), leaf.place());
    LeafRow.Content content = leaf.content();
    LeafCheck check = new LeafCheck(leaf, found);
    while (of(events.look(), leaf)) {
      EventRow event = events.take();
      tally.events++;
      trust.notice(event.text());
      archive.notice(event.text());
      exchanges.notice(event);
      check.add(event);
    }
    seal.add(leaf, content == null ? "" : check.end(content));
  }

  private static boolean of(@Nullable EventRow event, LeafRow leaf) {
    return event != null && event.seal() == leaf.seal() && event.place() == leaf.place();
  }

  /** Leaves and events that come before a place although they belong to none before it. */
  private void strayBefore(long seal, int place) {
    while (of(leaves.look(), seal - 1)) {
      tell(
          Kind.LEAF_ADDED,
          Spot.leaf(leaves.take()),
          "它所属的封印不在这里。",
          "The seal it belongs to is not here.");
    }
    strayEvents(seal, place);
  }

  private void strayEvents(long seal, int place) {
    while (before(events.look(), seal, place)) {
      tell(
          Kind.EVENT_ADDED,
          Spot.event(events.take()),
          "它不在所属叶的位置上：被移动或后来添加。",
          "It does not stand where its leaf is: it was moved or added later.");
    }
  }

  private static boolean before(@Nullable EventRow event, long seal, int place) {
    return event != null
        && (event.seal() < seal || (event.seal() == seal && event.place() < place));
  }

  private void tell(Kind kind, Spot spot, String zh, String en) {
    found.accept(Damage.at(kind, spot, zh, en));
  }
}
