package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.exchange.Exchange;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.audit.exchange.Packing;
import io.shangda.hub.audit.exchange.Part;
import io.shangda.hub.audit.exchange.Words;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.push.Trip;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was sent for a batch in one attempt, and what was answered. All of it is one row; each
 * request's hashes stand in one audit event: its record's own, if it carried one and that is
 * settled, else one that says {@value #ATTEMPTED}.
 */
final class Attempt {
  /** The event of a request that is not told by its record's. */
  static final String ATTEMPTED = "attempted";

  /** Of all answers of an attempt; of what is beyond only hashes are kept. */
  private static final int MOST_REPLY_BYTES = 8 << 20;

  private record Told(PushRequest request, Part part, Map<String, Object> facts) {}

  private final long id;
  private final Claimed claimed;
  private final List<Told> told = new ArrayList<>();
  private final Map<Long, Told> byDelivery = new HashMap<>();
  private final Set<Integer> sealed = new HashSet<>();
  private final byte[] content;
  private final @Nullable String said;
  private int replyBytes;

  /**
   * @param id of its row
   * @param replies one per request, in the same order; of requests behind them nothing is known
   * @param readings what the replies mean, in the same order; fewer if that is not known
   */
  Attempt(
      long id,
      Claimed claimed,
      List<PushRequest> requests,
      List<PushReply> replies,
      List<Reading> readings) {
    this.id = id;
    this.claimed = claimed;
    this.said = AttemptWords.of(requests, readings).text();
    for (int i = 0; i < replies.size(); i++) {
      Trip trip = replies.get(i).trip();
      if (trip != null) {
        take(i + 1, requests.get(i), replies.get(i), trip);
      }
    }
    this.content = told.isEmpty() ? new byte[0] : Packing.pack(parts());
  }

  private void take(int number, PushRequest request, PushReply reply, Trip trip) {
    boolean left = !(reply instanceof PushReply.Broken broken) || broken.sent();
    PushReply.Answered answer = reply instanceof PushReply.Answered answered ? answered : null;
    byte[] body = answer == null ? null : answer.body();
    replyBytes += body == null ? 0 : body.length;
    boolean kept = replyBytes <= MOST_REPLY_BYTES;
    Part part =
        new Part(
            number,
            trip.to(),
            trip.telling(request),
            trip.sent(),
            trip.tookMillis(),
            answer == null ? 0 : answer.status(),
            reply instanceof PushReply.Broken broken ? broken.why() : "",
            left ? Pieces.of(request.body(), request.deliveries()) : null,
            kept ? body : null,
            answer == null ? "" : answer.headers().getOrDefault("content-type", ""),
            !kept);
    Hash requestHash = left ? Hash.sha256(request.body()) : null;
    Hash replyHash = body == null ? null : Hash.sha256(body);
    Told one = new Told(request, part, part.facts(id, requestHash, replyHash));
    told.add(one);
    request.deliveries().forEach(delivery -> byDelivery.put(delivery.id(), one));
  }

  private List<Part> parts() {
    return told.stream().map(Told::part).toList();
  }

  /** Milliseconds until each request that may have left was answered or given up. */
  List<Long> took() {
    return parts().stream().filter(part -> part.sent() != null).map(Part::tookMillis).toList();
  }

  /** What the event of a settled delivery says of its request. */
  Map<String, Object> facts(Delivery delivery) {
    Told one = byDelivery.get(delivery.id());
    if (one == null) {
      return Map.of();
    }
    if (one.request().deliveries().size() == 1) {
      sealed.add(one.part().number());
      return one.facts();
    }
    Map<String, Object> place = new LinkedHashMap<>();
    place.put(Part.EXCHANGE, id);
    place.put(Part.NUMBER, one.part().number());
    return place;
  }

  /** Events of those requests that no settled delivery told. */
  List<AuditLog.Event> events() {
    return told.stream()
        .filter(one -> !sealed.contains(one.part().number()))
        .map(this::event)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private AuditLog.Event event(Told one) {
    List<Delivery> carried = one.request().deliveries();
    Delivery only = carried.size() == 1 ? carried.get(0) : null;
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("batch", claimed.batch());
    detail.put("attempt", claimed.attempt());
    detail.put("records", carried.size());
    detail.putAll(one.facts());
    return new AuditLog.Event(
        ATTEMPTED,
        only == null ? null : (Long) only.recordId(),
        only == null ? "" : only.record().source().value(),
        claimed.target().id().value(),
        Actor.HUB,
        detail);
  }

  /**
   * Keeps it.
   *
   * @param leaf of the events
   * @param purged deliveries whose record was purged while they were sent: their requests' bytes
   *     are not kept
   */
  void write(Connection connection, long leaf, String node, Instant now, Set<Long> purged)
      throws SQLException {
    if (told.isEmpty()) {
      return;
    }
    TreeMap<Integer, List<Long>> records = new TreeMap<>();
    for (Told one : told) {
      records.put(
          one.part().number(),
          one.request().deliveries().stream().map(Delivery::recordId).toList());
    }
    boolean whole = purged.isEmpty();
    Exchange exchange =
        new Exchange(
            id,
            leaf,
            claimed.batch(),
            claimed.attempt(),
            claimed.target().id().value(),
            node,
            now,
            records,
            List.of(),
            whole ? null : now,
            null);
    ExchangeRows.insert(
        connection,
        exchange,
        whole ? content : Packing.pack(without(purged)),
        whole ? said : Words.without(said, exchange, recordsOf(purged)));
  }

  private Set<Long> recordsOf(Set<Long> deliveries) {
    return told.stream()
        .flatMap(one -> one.request().deliveries().stream())
        .filter(delivery -> deliveries.contains(delivery.id()))
        .map(Delivery::recordId)
        .collect(Collectors.toSet());
  }

  private List<Part> without(Set<Long> purged) {
    return told.stream()
        .map(
            one ->
                one.request().deliveries().stream().anyMatch(d -> purged.contains(d.id()))
                    ? one.part().erase()
                    : one.part())
        .toList();
  }

  /**
   * Keeps it although the claim no longer holds: what was sent was sent. Records that were purged
   * meanwhile are looked for under their lock, since the batch's no longer keeps a purge away.
   */
  void writeLate(Connection connection, AuditLog audit, String node, Instant now)
      throws SQLException {
    if (told.isEmpty()) {
      return;
    }
    List<Delivery> carried =
        told.stream().flatMap(one -> one.request().deliveries().stream()).toList();
    Set<Long> purged = purged(connection, carried);
    write(connection, audit.append(connection, events()), node, now, purged);
  }

  private static Set<Long> purged(Connection connection, List<Delivery> carried)
      throws SQLException {
    List<Long> records = carried.stream().map(Delivery::recordId).toList();
    RecordLocks.take(connection, records);
    Set<String> versions =
        new HashSet<>(
            Sql.list(
                connection,
                "select record, version from record_version where record = any(?) and state ="
                    + " 'purged'",
                row -> row.getLong("record") + " " + row.getInt("version"),
                new HashSet<>(records)));
    return carried.stream()
        .filter(d -> versions.contains(d.recordId() + " " + d.version()))
        .map(Delivery::id)
        .collect(Collectors.toSet());
  }
}
