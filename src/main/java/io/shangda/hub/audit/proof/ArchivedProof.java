package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.MerkleTree;
import io.shangda.hub.audit.seal.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A record's events in an archive, with the way of each to its seal. */
final class ArchivedProof {
  private final Wanted wanted;
  private final List<ObjectNode> proofs = new ArrayList<>();
  private final Map<Long, List<ObjectNode>> bySeal = new TreeMap<>();

  ArchivedProof(Wanted wanted) {
    this.wanted = wanted;
  }

  /**
   * Adds what it holds, in the order of the seals.
   *
   * @return how many events it holds
   * @throws IOException if it is not there or cannot be read
   */
  int read(Path folder, ArrayNode events, ArrayNode seals) throws IOException {
    try (Evidence archive = new ExportEvidence(folder)) {
      events(archive.events());
      leaves(archive.leaves());
      for (Iterator<SealRow> all = archive.seals(); all.hasNext(); ) {
        SealRow seal = all.next();
        if (bySeal.containsKey(seal.number())) {
          seals
              .addObject()
              .put("seal", Long.toString(seal.number()))
              .put("content", seal.text())
              .put("hash", seal.hash())
              .put("signature", seal.signature());
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    proofs.forEach(events::add);
    return proofs.size();
  }

  private void events(Iterator<EventRow> all) {
    List<EventRow> leaf = new ArrayList<>();
    while (all.hasNext()) {
      EventRow event = all.next();
      if (!leaf.isEmpty() && leaf.get(0).leaf() != event.leaf()) {
        leaf(leaf);
        leaf.clear();
      }
      leaf.add(event);
    }
    leaf(leaf);
  }

  private void leaf(List<EventRow> leaf) {
    if (leaf.stream().noneMatch(event -> wanted.fits(event.text()))) {
      return;
    }
    MerkleTree tree = new MerkleTree();
    leaf.forEach(event -> tree.add(event.text().getBytes(StandardCharsets.UTF_8)));
    for (int i = 0; i < leaf.size(); i++) {
      EventRow event = leaf.get(i);
      if (wanted.fits(event.text())) {
        ObjectNode proof = Lines.line().put("text", event.text()).put("leaf", event.leaf());
        EventProof.path(tree, i, proof.putArray("pathToLeaf"));
        proof.put("seal", event.seal());
        proofs.add(proof);
        bySeal.computeIfAbsent(event.seal(), seal -> new ArrayList<>()).add(proof);
      }
    }
  }

  private void leaves(Iterator<LeafRow> all) {
    MerkleTree tree = new MerkleTree();
    Map<Long, Integer> places = new HashMap<>();
    Map<Long, String> texts = new HashMap<>();
    long seal = 0;
    while (all.hasNext()) {
      LeafRow leaf = all.next();
      if (leaf.seal() != seal) {
        paths(seal, tree, places, texts);
        tree = new MerkleTree();
        places.clear();
        texts.clear();
        seal = leaf.seal();
      }
      LeafRow.Content content = leaf.content();
      if (bySeal.containsKey(seal) && content != null) {
        byte[] text = Seal.leaf(leaf.leaf(), content.events(), content.root());
        places.put(leaf.leaf(), tree.size());
        texts.put(leaf.leaf(), new String(text, StandardCharsets.UTF_8));
        tree.add(text);
      }
    }
    paths(seal, tree, places, texts);
  }

  private void paths(
      long seal, MerkleTree tree, Map<Long, Integer> places, Map<Long, String> texts) {
    for (ObjectNode proof : bySeal.getOrDefault(seal, List.of())) {
      long leaf = proof.path("leaf").asLong();
      Integer place = places.get(leaf);
      if (place != null) {
        proof.put("leafText", Objects.requireNonNull(texts.get(leaf)));
        EventProof.path(tree, place, proof.putArray("pathToSeal"));
      }
    }
  }
}
