package io.shangda.hub.audit.proof;

import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.audit.proof.Damage.Kind;
import io.shangda.hub.audit.proof.Damage.Spot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Checks the events of one leaf against it. */
final class LeafCheck {
  private final LeafRow leaf;
  private final Consumer<Damage> found;
  private final MerkleTree tree = new MerkleTree();
  private final List<Long> ids = new ArrayList<>();
  private boolean odd;

  LeafCheck(LeafRow leaf, Consumer<Damage> found) {
    this.leaf = leaf;
    this.found = found;
  }

  /** Takes the next event of the leaf. */
  void add(EventRow event) {
    tree.add(event.text().getBytes(StandardCharsets.UTF_8));
    if (!event.oddity().isEmpty()) {
      odd = true;
      tell(
          Kind.EVENT_CHANGED,
          Spot.event(event),
          "事件的这一行与其原文不符：" + event.oddity(),
          "Its row does not agree with its text: " + event.oddity() + ".");
    } else if (!ids.isEmpty() && event.id() <= ids.get(ids.size() - 1)) {
      odd = true;
      tell(
          Kind.EVENTS_SWAPPED,
          Spot.event(event),
          "事件顺序被调换：它排在事件 " + ids.get(ids.size() - 1) + " 之后。",
          "It stands behind event " + ids.get(ids.size() - 1) + ": they were swapped.");
    }
    ids.add(event.id());
  }

  /**
   * Compares them all with what the leaf says.
   *
   * @return the root that the events have now; empty if there is none
   */
  String end(LeafRow.Content content) {
    String root = tree.size() == 0 ? "" : tree.root().text();
    if (root.equals(content.root()) && tree.size() == content.events()) {
      return root;
    }
    String marks = tree.marks();
    List<Marks.Difference> differences = Marks.compare(content.marks(), marks);
    if (Marks.swapped(content.marks(), marks, differences)) {
      Spot spot = spot(ids.get(differences.get(0).now()));
      long other = ids.get(differences.get(1).now());
      tell(
          Kind.EVENTS_SWAPPED,
          spot,
          "它的内容与事件 " + other + " 的内容被调换。",
          "Its content and that of event " + other + " were swapped.");
    } else if (differences.isEmpty()) {
      if (!odd) {
        changed(content);
      }
    } else {
      differences.forEach(d -> tell(d, content));
    }
    return root;
  }

  private void changed(LeafRow.Content content) {
    tell(
        Kind.LEAF_CHANGED,
        Spot.leaf(leaf),
        "叶记录与其事件不符：应有 " + content.events() + " 个事件，根 " + content.root() + "。",
        "The leaf says %d event(s) with root %s; what is there has %d and another root."
            .formatted(content.events(), content.root(), tree.size()));
  }

  private void tell(Marks.Difference difference, LeafRow.Content content) {
    if (difference.then() < 0) {
      tell(
          Kind.EVENT_ADDED,
          spot(ids.get(difference.now())),
          "封存时没有这个事件，是后来添加的。",
          "It was not there when the leaf was written: it was added later.");
    } else if (difference.now() < 0) {
      int place = difference.then();
      tell(
          Kind.EVENT_MISSING,
          Spot.leaf(leaf),
          "共 %d 个事件，第 %d 个缺失。".formatted(content.events(), place + 1),
          "Event %d of %d is missing%s.".formatted(place + 1, content.events(), neighbours(place)));
    } else {
      tell(
          Kind.EVENT_CHANGED,
          spot(ids.get(difference.now())),
          "事件内容被改动，与封存时的散列不符。",
          "Its content was changed: it no longer has the hash it was sealed with.");
    }
  }

  /** The number of a missing event is known by those beside it only. */
  private String neighbours(int place) {
    return place > 0 && place <= ids.size() ? ", the one after event " + ids.get(place - 1) : "";
  }

  private Spot spot(long event) {
    return new Spot(leaf.seal(), leaf.leaf(), event);
  }

  private void tell(Kind kind, Spot spot, String zh, String en) {
    found.accept(Damage.at(kind, spot, zh, en));
  }
}
