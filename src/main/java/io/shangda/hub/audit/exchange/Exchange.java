package io.shangda.hub.audit.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a batch at a target.
 *
 * @param leaf of its events
 * @param attempt counted from 1
 * @param node that made it
 * @param at when it was stored
 * @param records ids of the records that each request carried, by the request's number
 * @param parts its requests; empty once it was emptied
 * @param redactedAt when bytes were last erased from it by a purge
 * @param emptiedAt when all bytes were taken away after their time
 */
public record Exchange(
    long id,
    long leaf,
    long batch,
    int attempt,
    String target,
    String node,
    Instant at,
    SortedMap<Integer, List<Long>> records,
    List<Part> parts,
    @Nullable Instant redactedAt,
    @Nullable Instant emptiedAt) {

  /** A request of it; empty if it is not kept. */
  public Optional<Part> part(int number) {
    return parts.stream().filter(part -> part.number() == number).findFirst();
  }

  /**
   * The body of a request as it was sent.
   *
   * @param payloads by delivery
   * @return null if a piece of it is no longer kept
   */
  public static byte @Nullable [] body(List<Piece> pieces, Map<Long, byte[]> payloads) {
    java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
    for (Piece piece : pieces) {
      byte[] bytes =
          piece instanceof Piece.Payload payload
              ? payloads.get(payload.delivery())
              : ((Piece.Bytes) piece).bytes();
      if (bytes == null) {
        return null;
      }
      body.writeBytes(bytes);
    }
    return body.toByteArray();
  }
}
