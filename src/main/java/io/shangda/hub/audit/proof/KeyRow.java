package io.shangda.hub.audit.proof;

import io.shangda.hub.record.Hash;
import java.util.Base64;

/**
 * The public half of a key that seals.
 *
 * @param publicKey SubjectPublicKeyInfo, Base64
 */
record KeyRow(String id, String algorithm, String publicKey) {

  byte[] der() {
    try {
      return Base64.getDecoder().decode(publicKey);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // whatever it is, it fits no id
    }
  }

  /** An id that is not the hash of the key could stand for another. */
  boolean fitsItsId() {
    return Hash.sha256(der()).text().equals(id);
  }
}
