package io.shangda.hub.intake;

import io.shangda.hub.record.Hash;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kept content that is taken in again, by the configuration of today. It is of a past moment: what
 * was taken in since goes before it (P4), and what would be sent just as it was is not sent.
 */
final class Again {
  private static final String PAYLOADS =
      """
      select v.record, v.payload_hash, d.target, d.payload from record r
      join record_version v on v.record = r.id and v.version = r.version
      left join delivery d on d.record = v.record and d.version = v.version
      where r.id = any(?) and v.state = 'planned'
      """;

  private record Payloads(@Nullable String provincial, Map<String, String> own) {}

  private final Map<Long, Integer> expected;
  private final boolean asNew;
  private final Set<String> overtaken = new HashSet<>();
  private Map<Long, Payloads> stored = Map.of();

  private Again(Map<Long, Integer> expected, boolean asNew) {
    this.expected = expected;
    this.asNew = asNew;
  }

  /**
   * @param expected the newest version of each record when it was chosen; one that is not among
   *     them was not known then
   */
  static Again of(Map<Long, Integer> expected) {
    return new Again(expected, false);
  }

  /** Nothing is overtaken, and everything is told as if it were new. */
  static Again asNew() {
    return new Again(Map.of(), true);
  }

  /** Reads what was planned of the records, to compare with. */
  void compareWith(Connection connection, Collection<Known> known) throws SQLException {
    List<Long> ids = known.stream().filter(k -> k.version() > 0).map(Known::id).toList();
    Map<Long, Payloads> found = new HashMap<>();
    if (!ids.isEmpty()) {
      Sql.list(
          connection,
          PAYLOADS,
          row -> {
            String hash = row.getString("payload_hash");
            Payloads of =
                found.computeIfAbsent(
                    row.getLong("record"), record -> new Payloads(hash, new HashMap<>()));
            String target = row.getString("target");
            String own = row.getString("payload");
            return target != null
                && of.own().put(target, own == null ? "" : Hash.sha256(own).text()) == null;
          },
          ids);
    }
    stored = found;
  }

  /** True if something else has been taken in of the record since it was chosen. */
  boolean isOvertaken(Identified record, @Nullable Known newest) {
    boolean is =
        !asNew
            && newest != null
            && newest.version() > 0
            && !Objects.equals(expected.get(newest.id()), newest.version());
    if (is) {
      overtaken.add(record.place());
    }
    return is;
  }

  /** True if every target would be sent what it was sent. */
  boolean isSame(Known newest, Judged judged) {
    Payloads before = stored.get(newest.id());
    Hash payload = judged.payloadHash();
    return !asNew
        && before != null
        && Objects.equals(before.provincial(), payload == null ? null : payload.text())
        && before.own().equals(own(judged));
  }

  private static Map<String, String> own(Judged judged) {
    Map<String, String> own = new HashMap<>();
    for (Map.Entry<TargetId, byte[]> target : judged.targets().entrySet()) {
      byte[] bytes = target.getValue();
      own.put(target.getKey().value(), bytes.length == 0 ? "" : Hash.sha256(bytes).text());
    }
    return own;
  }

  /** Places of what was left out because newer content of the same record is there. */
  Set<String> overtaken() {
    return overtaken;
  }
}
