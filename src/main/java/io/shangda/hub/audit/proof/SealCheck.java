package io.shangda.hub.audit.proof;

import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.audit.proof.Damage.Kind;
import io.shangda.hub.audit.proof.Damage.Spot;
import io.shangda.hub.audit.seal.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks one seal against its leaves and the seal before it. */
final class SealCheck {
  private final SealRow row;
  private final Consumer<Damage> found;
  private final MerkleTree kept = new MerkleTree();
  private final MerkleTree present = new MerkleTree();
  private final List<LeafRow> leaves = new ArrayList<>();
  private long events;

  SealCheck(SealRow row, Consumer<Damage> found) {
    this.row = row;
    this.found = found;
  }

  /**
   * Takes the next leaf.
   *
   * @param root that its events have now
   */
  void add(LeafRow leaf, String root) {
    leaves.add(leaf);
    LeafRow.Content content = leaf.content();
    if (content == null) {
      kept.add(new byte[0]);
      present.add(new byte[0]);
      tell(
          Kind.LEAF_MISSING, Spot.leaf(leaf), "封印所含的叶缺失。", "The seal holds it, and it is missing.");
    } else {
      events += content.events();
      kept.add(Seal.leaf(leaf.leaf(), content.events(), content.root()));
      present.add(Seal.leaf(leaf.leaf(), content.events(), root));
    }
  }

  /**
   * Compares them all with what the seal says.
   *
   * @param previous hash of the seal before; null if that is missing
   * @return what the seal says; null if it says nothing that can be read
   */
  @Nullable Seal end(@Nullable String previous) {
    Optional<Seal> read = Seal.read(row.text());
    if (read.isEmpty() || read.get().number() != row.number()) {
      tell(Kind.SEAL_CHANGED, "封印内容无法读出，或编号不符。", "Its text is not one that a hub writes for it.");
      return null;
    }
    Seal seal = read.get();
    if (!Seal.hash(row.text()).text().equals(row.hash())) {
      tell(
          Kind.SEAL_CHANGED, "封印内容与其散列不符：被改动。", "Its text does not have its hash: it was changed.");
    }
    if (previous != null && !previous.equals(seal.previous())) {
      tell(
          Kind.CHAIN_BROKEN,
          "与前一封印不相连：此处或前一处被换掉。",
          "It does not follow the seal before it: one of the two was replaced.");
    }
    tree(seal);
    return seal;
  }

  private void tree(Seal seal) {
    boolean whole = leaves.stream().noneMatch(leaf -> leaf.content() == null);
    boolean fits = fits(kept, seal);
    if (fits && events == seal.events()) {
      return;
    }
    if (whole && !fits && fits(present, seal)) {
      return; // a leaf was changed and its events were not, which is told with the leaf
    }
    List<Marks.Difference> differences =
        leaves.isEmpty()
            ? Marks.compare(row.marks(), "")
            : Marks.compare(row.marks(), kept.marks());
    boolean told = false;
    for (Marks.Difference difference : differences) {
      told |= tell(difference);
    }
    if (!told && whole) {
      tell(
          Kind.SEAL_CHANGED,
          "封印与其叶不符：应有 " + seal.leaves() + " 个叶。",
          "It says %d leaves and %d events, which is not what is there or not as it was sealed."
              .formatted(seal.leaves(), seal.events()));
    }
  }

  private static boolean fits(MerkleTree tree, Seal seal) {
    return tree.size() == seal.leaves()
        && tree.size() > 0
        && tree.root().text().equals(seal.root());
  }

  /** False if it is told already. */
  private boolean tell(Marks.Difference difference) {
    if (difference.now() < 0) {
      int place = difference.then();
      String after =
          place > 0 && place <= leaves.size()
              ? ", the one after leaf " + leaves.get(place - 1).leaf()
              : "";
      tell(
          Kind.LEAF_MISSING,
          "第 " + (place + 1) + " 个叶缺失。",
          "Its leaf number " + (place + 1) + " is missing" + after + ".");
      return true;
    }
    LeafRow leaf = leaves.get(difference.now());
    if (leaf.content() == null) {
      return true;
    }
    if (difference.then() < 0) {
      tell(
          Kind.LEAF_ADDED,
          Spot.leaf(leaf),
          "封存时没有这个叶，是后来添加的。",
          "It was not there when the seal was made: it was added later.");
    } else {
      tell(
          Kind.LEAF_CHANGED,
          Spot.leaf(leaf),
          "此叶（及其事件）与封存时不同。",
          "It is not the leaf that was sealed: it was changed or swapped, with its events or alone.");
    }
    return true;
  }

  private void tell(Kind kind, String zh, String en) {
    tell(kind, Spot.seal(row.number()), zh, en);
  }

  private void tell(Kind kind, Spot spot, String zh, String en) {
    found.accept(Damage.at(kind, spot, zh, en));
  }
}
