package io.shangda.hub.audit.proof;

import io.shangda.hub.audit.proof.Damage.Kind;
import io.shangda.hub.audit.proof.Damage.Spot;
import io.shangda.hub.record.Hash;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Compares the chain with what others were told of it: who rebuilt it cannot change that. */
final class Anchors {
  private final TreeMap<Long, List<Anchor>> bySeal = new TreeMap<>();
  private final Consumer<Damage> found;

  Anchors(List<Anchor> all, Consumer<Damage> found) {
    all.forEach(a -> bySeal.computeIfAbsent(a.seal(), seal -> new ArrayList<>()).add(a));
    this.found = found;
  }

  int size() {
    return bySeal.values().stream().mapToInt(List::size).sum();
  }

  void compare(long seal, String hash) {
    for (Anchor anchor : bySeal.getOrDefault(seal, List.of())) {
      if (!anchor.answer().isEmpty() && !stamps(anchor)) {
        found.accept(
            Damage.at(
                Kind.ANCHOR_DIFFERS,
                Spot.seal(seal),
                anchor.place() + " 的时间戳不是为这个散列签发的。",
                "The time stamp of %s is of something else.".formatted(anchor.place())));
      }
      if (!anchor.hash().equals(hash)) {
        found.accept(
            Damage.at(
                Kind.ANCHOR_DIFFERS,
                Spot.seal(seal),
                "与存放在 " + anchor.place() + " 的锚不符：链被重建，或锚被改动。",
                "Its hash is not the one that %s was told: the chain was rebuilt, or the anchor changed."
                    .formatted(anchor.place())));
      }
    }
  }

  /** Whose signature it bears is checked with the service's certificate, by openssl. */
  private static boolean stamps(Anchor anchor) {
    try {
      String token = HexFormat.of().formatHex(Base64.getDecoder().decode(anchor.answer()));
      return token.contains(new Hash(anchor.hash()).hex());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Tells once that seals are gone which others were told of. */
  void end(long last) {
    if (bySeal.isEmpty() || bySeal.lastKey() <= last) {
      return;
    }
    Anchor latest = bySeal.lastEntry().getValue().get(0);
    found.accept(
        new Damage(
            Kind.TAIL_CUT,
            "seals %d to %d".formatted(last + 1, latest.seal()),
            "链的末尾被截断：" + latest.place() + " 记有封印 " + latest.seal() + "。",
            "The end of the chain was cut off: %s was told seal %d."
                .formatted(latest.place(), latest.seal())));
  }
}
