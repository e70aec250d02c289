package io.shangda.hub.audit;

import io.shangda.hub.record.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Merkle tree hash as RFC 6962, section 2.1 defines it: a leaf is hashed behind a zero byte, a node
 * behind a one byte, so that no node can be passed off as a leaf; an odd one out moves up unpaired.
 * It keeps 32 bytes a text.
 */
public final class MerkleTree {
  /** How a seal names it. */
  public static final String NAME = "rfc6962";

  private static final int MARK_BYTES = 3;

  private final MessageDigest digest = sha256();
  private final List<byte[]> hashes = new ArrayList<>();

  /**
   * A step from a text up to the root: the hash of what stands beside.
   *
   * @param left true if that comes first in the pair
   */
  public record Step(boolean left, Hash sibling) {}

  public void add(byte[] text) {
    digest.update((byte) 0);
    hashes.add(digest.digest(text));
  }

  public int size() {
    return hashes.size();
  }

  /**
   * @throws IllegalStateException if there is no text
   */
  public Hash root() {
    if (hashes.isEmpty()) {
      throw new IllegalStateException("a tree of nothing has no root here");
    }
    List<byte[]> level = hashes;
    while (level.size() > 1) {
      level = parents(level);
    }
    return hash(level.get(0));
  }

  /**
   * The way from one text to the root; whoever has the text, the way and the root needs no other.
   */
  public List<Step> path(int place) {
    List<Step> path = new ArrayList<>();
    List<byte[]> level = hashes;
    int at = place;
    while (level.size() > 1) {
      int beside = at ^ 1;
      if (beside < level.size()) {
        path.add(new Step(beside < at, hash(level.get(beside))));
      }
      level = parents(level);
      at /= 2;
    }
    return path;
  }

  /**
   * The first three bytes of each text's hash, in Base64, so four characters a text. Nobody vouches
   * for them: the root alone proves. They only tell which text it is that no longer fits.
   */
  public String marks() {
    byte[] marks = new byte[MARK_BYTES * hashes.size()];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i), 0, marks, MARK_BYTES * i, MARK_BYTES);
    }
    return Base64.getUrlEncoder().encodeToString(marks);
  }

  private List<byte[]> parents(List<byte[]> level) {
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

  private static Hash hash(byte[] bytes) {
    return new Hash("sha256:" + HexFormat.of().formatHex(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
