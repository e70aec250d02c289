package io.shangda.hub.model;

import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A platform above, as the push contract has it: the same key is the same request, an older {@code
 * Record-Version} is stale. It remembers all that it saw, and tells what must never come to it.
 */
final class Platform {
  final TargetId id;

  /** What it has, by record; the number of the content. */
  final Map<String, Long> has = new TreeMap<>();

  /** Records that it refuses until somebody mends it. */
  final Set<String> refuses = new HashSet<>();

  /**
   * Records about which hub and platform differ, and neither can know: the platform lost one, had
   * one from elsewhere, or the hub was restored. Until they are compared, nothing is said of them.
   */
  final Set<String> doubtful = new HashSet<>();

  /** Requests on their way for longer than the hub waits. */
  final List<Delivery> underWay = new ArrayList<>();

  private final boolean strict;
  private final Map<String, Word> answered = new HashMap<>();
  private final Map<String, String> bytes = new HashMap<>();
  private final Set<String> closed = new HashSet<>();
  private final Set<String> mayHave = new HashSet<>();
  private final Map<String, TreeSet<Version>> sent = new HashMap<>();
  private final Map<String, Version> taken = new HashMap<>();

  /** Whose its own keys are. */
  private final Map<String, String> keys = new HashMap<>();

  /**
   * @param strict inserts only what it has not, updates only what it has
   */
  Platform(TargetId id, boolean strict) {
    this.id = id;
    this.strict = strict;
  }

  private record Version(long epoch, long number) implements Comparable<Version> {
    static Version of(String text) {
      int dot = text.indexOf('.');
      return new Version(
          Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    }

    @Override
    public int compareTo(Version other) {
      return epoch == other.epoch
          ? Long.compare(number, other.number)
          : Long.compare(epoch, other.epoch);
    }
  }

  static String name(Delivery delivery) {
    return delivery.record().source()
        + " "
        + delivery.record().type()
        + " "
        + delivery.record().key();
  }

  /** A request of the hub begins to leave. */
  void leaves(Delivery delivery) {
    String key = delivery.key().text();
    String what =
        delivery.operation()
            + " "
            + delivery.recordVersion()
            + " "
            + delivery.targetKey()
            + " "
            + text(delivery);
    String known = bytes.putIfAbsent(key, name(delivery) + " " + what);
    if (known != null && !known.equals(name(delivery) + " " + what) && !delivery.forgotten()) {
      throw new BrokenPromise(
          "P3", "%s got other bytes under the same key: %s, before %s".formatted(id, what, known));
    }
    if (closed.contains(key)) {
      throw new BrokenPromise(
          "P3",
          "%s got a key again that had its definite answer: %s %s"
              .formatted(id, name(delivery), what));
    }
    requireThatTheKeyIsIts(delivery);
    Version version = Version.of(delivery.recordVersion());
    TreeSet<Version> before = sent.computeIfAbsent(name(delivery), name -> new TreeSet<>());
    boolean stale = !before.isEmpty() && version.compareTo(before.last()) < 0;
    if (stale && !delivery.forgotten()) { // what is forgotten may be refused as stale
      throw new BrokenPromise(
          "P4",
          "%s got version %s of %s after version %s"
              .formatted(id, delivery.recordVersion(), name(delivery), before.last()));
    }
    before.add(version);
  }

  private void requireThatTheKeyIsIts(Delivery delivery) {
    String own = delivery.targetKey();
    String other = own == null ? null : keys.putIfAbsent(own, name(delivery));
    if (other != null && !other.equals(name(delivery))) {
      throw new BrokenPromise(
          "P3", "%s got %s under the key %s of %s".formatted(id, name(delivery), own, other));
    }
  }

  /** The hub has stored a definite answer. */
  void closed(Delivery delivery, Word word) {
    closed.add(delivery.key().text());
    TreeSet<Version> all = sent.get(name(delivery));
    if (word == Word.REJECTED && all != null) {
      all.remove(Version.of(delivery.recordVersion())); // it never had it
    }
  }

  /** The hub cannot know whether it has this request. */
  void mayHave(Delivery delivery) {
    mayHave.add(delivery.key().text());
  }

  boolean mayHave(String key) {
    return mayHave.contains(key);
  }

  @Nullable Word answered(Delivery delivery) {
    return answered.get(delivery.key().text());
  }

  /**
   * A record of a request arrives.
   *
   * @param late its connection was given up long ago: only its version tells whether it still
   *     counts
   */
  Word receive(Delivery delivery, boolean late) {
    String name = name(delivery);
    String key = delivery.key().text();
    Word before = answered.get(key);
    if (before != null) {
      return before == Word.ACCEPTED && strict ? Word.DUPLICATE : before;
    }
    Version version = Version.of(delivery.recordVersion());
    Version newest = taken.get(name);
    if (newest != null && version.compareTo(newest) < 0) {
      return Word.STALE;
    }
    Word word = judge(delivery, name, late);
    if (word == Word.ACCEPTED) {
      taken.put(name, version);
      if (delivery.operation() == Operation.WITHDRAW) {
        has.remove(name);
      } else {
        has.put(name, content(delivery));
      }
    }
    if (word != Word.DUPLICATE) {
      answered.put(key, word);
    }
    return word;
  }

  /**
   * The hub is restored: of what it has been told since the backup it knows nothing.
   *
   * @param again from the backup from which it was restored the last time too
   */
  void hubForgets(Collection<String> names, boolean again) {
    if (again) {
      keys.clear(); // some may come again
    }
    closed.clear();
    doubtful.addAll(names);
    doubtful.addAll(has.keySet());
  }

  /** It refuses this very state. */
  Word refuse(Delivery delivery) {
    answered.put(delivery.key().text(), Word.REJECTED);
    return Word.REJECTED;
  }

  private Word judge(Delivery delivery, String name, boolean late) {
    if (delivery.operation() == Operation.WITHDRAW) {
      return Word.ACCEPTED;
    }
    if (refuses.contains(name)) {
      return Word.REJECTED;
    }
    if (delivery.operation() == Operation.INSERT) {
      requireParent(delivery, name, late);
      return strict && has.containsKey(name) ? Word.DUPLICATE : Word.ACCEPTED;
    }
    return strict && !has.containsKey(name) ? Word.REJECTED : Word.ACCEPTED;
  }

  private void requireParent(Delivery delivery, String name, boolean late) {
    String of = Content.of(text(delivery));
    if (of.isEmpty() || late) {
      return;
    }
    String parent = delivery.record().source() + " " + Setting.CASE + " " + of;
    if (!has.containsKey(parent) && !doubtful.contains(parent)) {
      throw new BrokenPromise("P4", "%s got %s before its parent %s".formatted(id, name, parent));
    }
  }

  static long content(Delivery delivery) {
    return Content.number(text(delivery));
  }

  private static String text(Delivery delivery) {
    byte[] payload = delivery.payload();
    return payload == null ? "" : new String(payload, StandardCharsets.UTF_8);
  }
}
