package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.audit.proof.Damage.Kind;
import io.shangda.hub.audit.proof.Damage.Spot;
import io.shangda.hub.audit.seal.Seal;
import io.shangda.hub.audit.seal.SealAlgorithm;
import io.shangda.hub.audit.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Whose seals count. A key is trusted if it was given, or if the event that entered it stands in a
 * seal of a trusted one. If none was given, the first seal's is.
 */
final class Trust {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENTERED = "\"event\":\"" + Sealer.KEY_ENTERED + "\"";

  private final Map<String, KeyRow> keys = new HashMap<>();
  private final Set<String> trusted;
  private final Set<String> entered = new TreeSet<>();
  private final Set<String> used = new TreeSet<>();
  private final Set<String> told = new HashSet<>();
  private final Consumer<Damage> found;

  /**
   * @param given ids of keys that are known from elsewhere; none: the first seal's key is trusted
   */
  Trust(List<KeyRow> keys, Set<String> given, Consumer<Damage> found) {
    keys.stream().filter(KeyRow::fitsItsId).forEach(key -> this.keys.put(key.id(), key));
    this.trusted = new HashSet<>(given);
    this.found = found;
  }

  /** Ids of the keys that seals were signed with. */
  Set<String> used() {
    return used;
  }

  /** Looks whether an event of the seal at hand enters a key. */
  void notice(String text) {
    if (!text.contains(ENTERED)) {
      return;
    }
    try {
      JsonNode event = JSON.readTree(text);
      if (event.path("event").asText().equals(Sealer.KEY_ENTERED)) {
        entered.add(event.path("key").asText());
      }
    } catch (JsonProcessingException e) {
      return; // its leaf tells that it was changed
    }
  }

  /** Checks whose seal it is; to be called after its events. */
  void check(SealRow row, Seal seal) {
    used.add(seal.key());
    if (trusted.isEmpty()) {
      trusted.add(seal.key());
    }
    if (!signed(row, seal)) {
      return;
    }
    if (!trusted.contains(seal.key()) && told.add(seal.key())) {
      found.accept(
          Damage.at(
              Kind.KEY_NOT_VOUCHED_FOR,
              Spot.seal(seal.number()),
              "从此封起使用密钥 " + seal.key() + "，没有已信任的密钥为它作证。确认无误后，可用 --key 指定。",
              "From here on it is signed with key %s, for which no trusted key vouches. If it is the site's, name it with --key."
                  .formatted(seal.key())));
    }
    if (trusted.contains(seal.key())) {
      trusted.addAll(entered);
      entered.clear();
    }
  }

  private boolean signed(SealRow row, Seal seal) {
    KeyRow key = keys.get(seal.key());
    Optional<SealAlgorithm> algorithm = SealAlgorithm.named(seal.algorithm());
    if (key == null || algorithm.isEmpty()) {
      found.accept(
          Damage.at(
              Kind.KEY_UNKNOWN,
              Spot.seal(seal.number()),
              "签名所用的密钥或算法未知：" + seal.key() + "，" + seal.algorithm() + "。",
              "It is signed with key %s and algorithm %s, which are not known here."
                  .formatted(seal.key(), seal.algorithm())));
      return false;
    }
    if (fits(algorithm.get(), key, row)) {
      return true;
    }
    found.accept(
        Damage.at(
            Kind.SIGNATURE_FALSE,
            Spot.seal(seal.number()),
            "签名与内容不符：封印被改动或伪造。",
            "Its signature does not fit its content: it was changed or forged."));
    return false;
  }

  /** What is no signature or key at all is as false as a wrong one. */
  private static boolean fits(SealAlgorithm algorithm, KeyRow key, SealRow row) {
    try {
      byte[] signature = Base64.getDecoder().decode(row.signature());
      return algorithm.fits(key.der(), row.text().getBytes(StandardCharsets.UTF_8), signature);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
