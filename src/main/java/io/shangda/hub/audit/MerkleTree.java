package io.shangda.hub.audit;

import io.shangda.hub.record.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Merkle tree hash as RFC 6962, section 2.1 defines it: a leaf is hashed behind a zero byte, a node
 * behind a one byte, so that no node can be passed off as a leaf; an odd one out moves up unpaired.
 */
final class MerkleTree {
  private MerkleTree() {}

  static Hash root(List<byte[]> leaves) {
    MessageDigest digest = sha256();
    List<byte[]> level = new ArrayList<>(leaves.size());
    for (byte[] leaf : leaves) {
      digest.update((byte) 0);
      level.add(digest.digest(leaf));
    }
    while (level.size() > 1) {
      level = parents(digest, level);
    }
    return new Hash("sha256:" + HexFormat.of().formatHex(level.get(0)));
  }

  private static List<byte[]> parents(MessageDigest digest, List<byte[]> level) {
    List<byte[]> parents = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      digest.update((byte) 1);
      digest.update(level.get(i));
      parents.add(digest.digest(level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      parents.add(level.get(level.size() - 1));
    }
    return parents;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
