package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.audit.seal.Seal;
import io.shangda.hub.store.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way from an event's text to its leaf's root, and from the leaf's text to its seal's root: who
 * has the seal and its key needs no other event.
 */
final class EventProof {
  private record Row(long id, long leaf, String text) {}

  private record Place(long seal, int place, int events, String root) {}

  private final Connection connection;
  private final Map<Long, MerkleTree> seals = new HashMap<>();

  EventProof(Connection connection) {
    this.connection = connection;
  }

  /** Adds a record's events, the oldest first; gives the seals that hold them, by number. */
  Set<Long> events(Wanted wanted, ArrayNode to) throws SQLException {
    Set<Long> held = new TreeSet<>();
    List<Row> events =
        new ArrayList<>(
            rows("select id, leaf, content from audit_event where record = ?", wanted.record()));
    if (!wanted.leaves().isEmpty()) {
      rows(
              "select id, leaf, content from audit_event where leaf = any(?) and record is null",
              wanted.leaves())
          .stream()
          .filter(row -> wanted.fits(row.text()))
          .forEach(events::add);
    }
    events.sort(Comparator.comparingLong(Row::id));
    for (Row event : events) {
      ObjectNode proof = to.addObject().put("text", event.text()).put("leaf", event.leaf());
      leaf(event, proof);
      List<Place> places = places(event.leaf());
      if (places.isEmpty()) {
        continue; // written in the last seconds: a later bundle shows its seal
      }
      Place place = places.get(0);
      proof.put("leafText", text(event.leaf(), place)).put("seal", place.seal());
      path(tree(place.seal()), place.place(), proof.putArray("pathToSeal"));
      held.add(place.seal());
    }
    return held;
  }

  private void leaf(Row event, ObjectNode proof) throws SQLException {
    MerkleTree tree = new MerkleTree();
    int at = 0;
    for (Row one :
        rows(
            """
            select e.id, e.leaf, e.content from audit_leaf l
            join audit_event e on e.leaf = l.id and e.id between l.first_event and l.last_event
            where l.id = ? order by e.id
            """,
            event.leaf())) {
      at = one.id() == event.id() ? tree.size() : at;
      tree.add(one.text().getBytes(StandardCharsets.UTF_8));
    }
    path(tree, at, proof.putArray("pathToLeaf"));
  }

  private MerkleTree tree(long seal) throws SQLException {
    MerkleTree known = seals.get(seal);
    if (known != null) {
      return known;
    }
    MerkleTree tree = new MerkleTree();
    Sql.list(
            connection,
            """
            select s.leaf, l.events, l.root from audit_seal_leaf s join audit_leaf l on l.id = s.leaf
            where s.seal = ? order by s.place
            """,
            row -> Seal.leaf(row.getLong("leaf"), row.getInt("events"), row.getString("root")),
            seal)
        .forEach(tree::add);
    seals.put(seal, tree);
    return tree;
  }

  private List<Row> rows(String sql, Object id) throws SQLException {
    return Sql.list(
        connection,
        sql,
        row -> new Row(row.getLong("id"), row.getLong("leaf"), row.getString("content")),
        id);
  }

  private List<Place> places(long leaf) throws SQLException {
    return Sql.list(
        connection,
        """
        select s.seal, s.place, l.events, l.root from audit_seal_leaf s
        join audit_leaf l on l.id = s.leaf where s.leaf = ?
        """,
        row ->
            new Place(
                row.getLong("seal"),
                row.getInt("place"),
                row.getInt("events"),
                row.getString("root")),
        leaf);
  }

  private static String text(long leaf, Place place) {
    return new String(Seal.leaf(leaf, place.events(), place.root()), StandardCharsets.UTF_8);
  }

  static void path(MerkleTree tree, int place, ArrayNode to) {
    for (MerkleTree.Step step : tree.path(place)) {
      to.addObject().put("left", step.left()).put("hash", step.sibling().text());
    }
  }
}
