package io.shangda.hub.reconcile;

import io.shangda.hub.record.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as one side has it. The other side may tell less of it; what it does not tell is not
 * compared.
 *
 * @param record id in the hub; null if it is told by the target
 * @param name source and source key, or the target's own key where that is all it tells
 * @param version number of the version, without the epoch; null if not told
 * @param hash of the content; null if not told
 */
record Held(
    @Nullable Long record,
    String type,
    String day,
    String name,
    @Nullable Integer version,
    @Nullable String hash) {

  /** A type and a day. */
  record Part(String type, String day) {}

  Part part() {
    return new Part(type, day);
  }

  String shown() {
    String text =
        (version == null ? "" : "version " + version + " ") + Objects.requireNonNullElse(hash, "");
    return text.strip();
  }

  /** What a record adds to its part's digest. */
  byte[] leaf() {
    return HexFormat.of().parseHex(Hash.sha256(name + "\n" + version + "\n" + hash).hex());
  }

  /**
   * How many records a part has, and the exclusive or of their leaves, so that order is no matter.
   */
  static final class Digest {
    private final byte[] sum = new byte[32];
    private long records;

    void add(Held held) {
      byte[] leaf = held.leaf();
      for (int i = 0; i < sum.length; i++) {
        sum[i] ^= leaf[i];
      }
      records++;
    }

    String text() {
      return records + " " + HexFormat.of().formatHex(sum);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Digest that
          && records == that.records
          && Arrays.equals(sum, that.sum);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(records);
    }

    @Override
    public String toString() {
      return new String(text().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }
  }
}
