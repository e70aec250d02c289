package io.shangda.hub.audit.proof;

/**
 * An event in the order of the evidence: by seal, place of its leaf, number.
 *
 * @param leaf by which it is found
 * @param text what was hashed
 * @param oddity what else of its row does not agree with the text; empty if all does
 */
record EventRow(long seal, int place, long leaf, long id, String text, String oddity) {}
